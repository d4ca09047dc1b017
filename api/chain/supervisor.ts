import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { epochsOf, publishEpoch, removeEpoch, type Epoch } from './chain-files.ts';
import {
  firstEpoch,
  runDirectory,
  startEngine,
  startLatest,
  type Engine,
  type EngineOptions,
} from './engine.ts';
import { BUSY, IDLE, isRipe, type EpochBounds } from './epoch-bounds.ts';
import { draftNext, turnEpoch, UndecidedEpochError } from './epoch-turn.ts';
import { ChainError } from './errors.ts';

export interface SupervisorOptions extends EngineOptions {
  bounds: EpochBounds;
}

export interface SupervisorListeners {
  /** Runs after each restart of a dead engine, before other callers get the new one. */
  revived(engine: Engine, deaths: number): Promise<void>;
  /** Gives what is pending to a fresh engine that may still be dropped. */
  handOver(fresh: Engine): Promise<void>;
  /** The engine cannot be made to run any more. */
  failed(error: unknown): void;
}

/** Deaths of the engine without a block sealed in between, after which it is not started again. */
const HOPELESS = 8;
const MOST_RELUCTANT = 8;

/** Keeps one engine running on one data directory, and its log and epochs in order. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #listeners: SupervisorListeners;
  /** The last engine that ran. */
  #current: Engine;
  #engine: Promise<Engine>;
  #turning: Promise<void> | undefined;
  #retiring: Promise<void> | undefined;
  /** Grows while turning fails, so that it is not tried at every block. */
  #reluctance = 1;
  #deaths = 0;
  #closing = false;

  private constructor(options: SupervisorOptions, engine: Engine, listeners: SupervisorListeners) {
    this.#options = options;
    this.#listeners = listeners;
    this.#current = engine;
    this.#engine = Promise.resolve(engine);
    this.#watch(engine);
  }

  static async open(options: SupervisorOptions, listeners: SupervisorListeners): Promise<Supervisor> {
    await rm(runDirectory(options.directory), { recursive: true, force: true });
    const epochs = await epochsOf(options.directory);
    if (epochs.length === 0) epochs.push(await firstEpoch(options));
    return new Supervisor(options, await startLatest(options, epochs), listeners);
  }

  /** The engine, once it runs. Rejects when it cannot be made to run any more. */
  engine(): Promise<Engine> {
    return this.#engine;
  }

  /** The last engine that ran; it may have died. */
  get current(): Engine {
    return this.#current;
  }

  /** A block is on disk: the engine works. */
  sealed(): void {
    this.#deaths = 0;
  }

  /** Ends an engine whose state has left the log behind; the next one replays the log. */
  async abandon(engine: Engine, reason: unknown): Promise<void> {
    this.#options.logger.warn({ err: reason }, 'the engine is restarted from the log');
    await engine.anvil.stop();
  }

  /** Whether the log is so long that it should be folded now. */
  isRipe(idle: boolean): boolean {
    return isRipe(this.#current, this.#options.bounds, (idle ? IDLE : BUSY) * this.#reluctance);
  }

  /**
   * Folds the log into a snapshot and puts a fresh engine in the place of the running one, which answers until then.
   * Nothing may be sent or sealed meanwhile. Without success everything stays as it is. Never rejects.
   */
  turn(): Promise<void> {
    return (this.#turning ??= this.#turn().finally(() => (this.#turning = undefined)));
  }

  async #turn(): Promise<void> {
    const began = performance.now();
    const old = await this.#engine.catch(() => undefined);
    if (!old) return;
    try {
      const fresh = await turnEpoch(this.#options, old, (engine) => this.#listeners.handOver(engine));
      this.#current = fresh;
      this.#engine = Promise.resolve(fresh);
      this.#watch(fresh);
      this.#reluctance = 1;
    } catch (error) {
      this.#reluctance = Math.min(2 * this.#reluctance, MOST_RELUCTANT);
      if (error instanceof UndecidedEpochError) await this.#giveUp(old, error);
      else this.#options.logger.warn({ err: error }, 'the log of the chain could not be folded; it goes on');
      return;
    }
    const { blocks, transactions } = old.log;
    const milliseconds = Math.round(performance.now() - began);
    const { number } = this.#current.epoch;
    this.#options.logger.info(
      { epoch: number, blocks, transactions, milliseconds },
      'the log of the chain is folded into a snapshot',
    );
    this.#retiring = this.#retire(old);
  }

  /** The next start would remove what cannot be removed now. */
  async #retire(old: Engine): Promise<void> {
    try {
      await old.anvil.stop();
      await old.log.close();
      await removeEpoch(old.epoch);
    } catch (error) {
      this.#options.logger.warn({ err: error }, 'the former epoch could not be removed');
    }
  }

  async #giveUp(engine: Engine, error: ChainError): Promise<void> {
    this.#engine = Promise.reject(error);
    this.#engine.catch(() => this.#listeners.failed(error));
    this.#closing = true;
    await engine.anvil.stop();
    await engine.log.close();
  }

  async close(): Promise<void> {
    this.#closing = true;
    const engine = await this.#engine.catch(() => undefined);
    await this.#retiring;
    if (!engine) return;
    try {
      if (this.isRipe(true)) await publishEpoch(await draftNext(this.#options, engine));
    } catch (error) {
      // A snapshot only makes the next start faster.
      this.#options.logger.warn({ err: error }, 'no snapshot was made; the next start replays the log');
    } finally {
      await engine.anvil.stop();
      await engine.log.close();
    }
  }

  #watch(engine: Engine): void {
    void engine.anvil.exited.then((words) => {
      if (this.#closing || this.#current !== engine) return;
      // A turn may be about to put another engine in the place of the dead one.
      const turned = this.#turning ?? Promise.resolve();
      this.#engine = turned.then(() =>
        this.#current === engine ? this.#revive(engine, words) : this.#current,
      );
      this.#engine.catch((error: unknown) => {
        if (!this.#closing) this.#listeners.failed(error);
      });
    });
  }

  async #revive(dead: Engine, words: string): Promise<Engine> {
    await dead.anvil.rpc.close();
    await dead.log.close();
    for (;;) {
      this.#deaths++;
      this.#options.logger.warn({ words, deaths: this.#deaths }, 'the engine of the embedded chain ended');
      if (this.#deaths > HOPELESS) {
        throw new ChainError('CHAIN_ENGINE_FAILED', `anvil keeps ending without sealing a block: ${words}`);
      }
      await sleep(25 * 2 ** this.#deaths);
      if (this.#closing) throw new ChainError('CHAIN_STOPPED', 'The chain has been stopped.');
      try {
        return await this.#restart(dead.epoch);
      } catch (error) {
        const again =
          error instanceof ChainError && (error.retryable || error.code === 'CHAIN_ENGINE_FAILED');
        if (!again) throw error;
        words = error.message;
      }
    }
  }

  async #restart(epoch: Epoch): Promise<Engine> {
    const engine = await startEngine(this.#options, epoch);
    try {
      await this.#listeners.revived(engine, this.#deaths);
    } catch (error) {
      await engine.anvil.stop();
      await engine.log.close();
      throw error;
    }
    this.#current = engine;
    this.#watch(engine);
    return engine;
  }
}
