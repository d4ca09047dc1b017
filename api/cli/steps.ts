import picocolors from 'picocolors';

/** Progress for a person at a terminal, on standard error so that standard output stays for programs. */
export class Steps {
  private readonly terminal = process.stderr.isTTY;
  private current: string | undefined;
  private shown = -1;

  say(text: string): void {
    this.finish();
    process.stderr.write(`${text}\n`);
  }

  warn(text: string): void {
    this.say(picocolors.yellow(text));
  }

  /** One line that is rewritten at a terminal; elsewhere one line when it begins and one when it is done. */
  progress(what: string, done: number, total: number): void {
    if (what !== this.current) this.finish();
    const percent = total === 0 ? 100 : Math.floor((done / total) * 100);
    if (this.terminal && percent !== this.shown) {
      process.stderr.write(`\r${what} ${bar(percent)} ${done}/${total}`);
    }
    if (!this.terminal && this.current !== what) process.stderr.write(`${what}: ${total} steps\n`);
    this.current = what;
    this.shown = percent;
    if (done >= total) this.finish();
  }

  private finish(): void {
    if (this.current !== undefined && this.terminal) process.stderr.write('\n');
    this.current = undefined;
    this.shown = -1;
  }
}

const bar = (percent: number): string => `[${'#'.repeat(percent / 5).padEnd(20, '.')}]`;
