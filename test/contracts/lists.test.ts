import { expect } from 'chai';
import { ZERO_WORD, type Hex } from '../../domain/encoding/hash.ts';
import { interestIdOf } from '../../domain/encoding/ids.ts';
import {
  appended,
  attached,
  begun,
  countOf,
  isPage,
  leafOf,
  PAGE,
  type Leaf,
} from '../../domain/journal/list.ts';
import { addressOf, ethers, request, send } from '../support/chain.ts';
import { cancels, revokes } from '../support/interests.ts';
import { conveyanceOf, divides, transfers } from '../support/lines.ts';
import { HOLDER, partyOf, PLANT } from '../support/people.ts';
import { freshRegistry, type Registry } from '../support/registry.ts';
import { interestOf, registerInterest, registerRight, rightOf } from '../support/samples.ts';

const PARTY = partyOf(HOLDER);
/** Places of the ledger's words and pages in its storage, behind those of AccessManaged. */
const [WORDS, PAGES] = [1n, 3n];

describe('lists of parties', () => {
  let registry: Registry;

  beforeEach(async () => {
    registry = await freshRegistry();
  });

  const slotOf = (place: bigint, outer: Hex | number, inner: Hex | number): Hex => {
    const coder = ethers.AbiCoder.defaultAbiCoder();
    const mapped = (key: Hex | number, slot: Hex | bigint) =>
      ethers.keccak256(
        coder.encode([typeof key === 'number' ? 'uint256' : 'bytes32', 'uint256'], [key, slot]),
      );
    return mapped(inner, mapped(outer, place) as Hex) as Hex;
  };
  /** One storage proof of the ledger: the very slot, zero included. */
  const proved = async (slot: Hex): Promise<Hex> => {
    const proof = await request<{ storageProof: { value: Hex }[] }>(
      'eth_getProof',
      registry.at.Ledger,
      [slot],
      'latest',
    );
    return ethers.toBeHex(proof.storageProof[0]!.value, 32) as Hex;
  };
  const list = (party = PARTY) => registry.view('Ledger', 'word', 8, party) as Promise<Hex>;

  it('say what a party holds, what it has encumbered, and what has left it', async () => {
    const right = await registerRight(registry, rightOf('A'));
    const [first, second] = [
      await registerInterest(registry, interestOf(registry, { [right]: [[0, 10]] })),
      await registerInterest(registry, interestOf(registry, { [right]: [[10, 20]] })),
    ];
    await registry.act(await cancels(registry, first));
    await registry.act(await revokes(registry, second));
    await registry.act(divides(registry, right, [[50, 60]], 'A-2', conveyanceOf('court-order')));
    await registry.act(transfers(registry, right, conveyanceOf('court-order')));
    const given: Leaf[] = [
      { change: 'attached', kind: 'right', id: right },
      { change: 'attached', kind: 'interest', id: first },
      { change: 'attached', kind: 'interest', id: second },
      { change: 'detached', kind: 'interest', id: first },
      { change: 'detached', kind: 'interest', id: second },
      { change: 'detached', kind: 'right', id: right },
    ];
    expect(isPage({ before: begun(PARTY), after: await list(), leaves: given })).to.equal(true);
    expect(attached(given)).to.deep.equal([]);
    expect(countOf(await list(partyOf(PLANT))), 'the part, then the rest').to.equal(2);
  });

  it('take nothing for a party that is not registered', async () => {
    const stranger = ethers.id('nobody') as Hex;
    expect(await list(stranger)).to.equal(ZERO_WORD);
    await registry.refuses(
      registry.call(registry.at.AccessManager, 'Ledger', 'list', stranger, ZERO_WORD),
      'NotAppointed',
    );
  });

  it('of 10,000 subjects are proved as a whole, and each page of them alone', async function () {
    this.timeout(120_000);
    const filler = await ethers.deployContract('ListFiller', [registry.at.Ledger]);
    const at = await addressOf(filler);
    await registry.act(registry.governs('Ledger', 'appoint', at, 8, 0));
    const count = 10_000;
    for (let from = 1; from <= count; from += 500) {
      const data = filler.interface.encodeFunctionData('fill', [PARTY, from, 500]) as Hex;
      await send({ from: PARTY.slice(0, 42) as Hex, to: at, data });
    }
    const leaves = Array.from({ length: count }, (_, i): Leaf => {
      return { change: 'attached', kind: 'interest', id: interestIdOf(i + 1) };
    });
    const whole = await proved(slotOf(WORDS, 8, PARTY));
    expect(whole).to.equal(await list());
    expect(countOf(whole)).to.equal(count);
    expect(isPage({ before: begun(PARTY), after: whole, leaves }), 'the whole').to.equal(true);

    const pages = Math.floor(count / PAGE);
    const kept: Hex[] = [begun(PARTY)];
    for (let page = 1; page <= pages; page++) kept.push(await proved(slotOf(PAGES, PARTY, page)));
    expect(await proved(slotOf(PAGES, PARTY, pages + 1)), 'no page beyond').to.equal(ZERO_WORD);
    expect(await registry.view('Ledger', 'page', PARTY, pages)).to.equal(kept[pages]);
    for (const [page, before] of kept.entries()) {
      const own = leaves.slice(page * PAGE, (page + 1) * PAGE);
      const after = kept[page + 1] ?? whole;
      expect(isPage({ before, after, leaves: own }), `page ${page}`).to.equal(true);
      expect(isPage({ before, after, leaves: own.slice(1) }), 'one is missing').to.equal(false);
      expect(isPage({ before, after, leaves: [...own.slice(1), own[0]!] }), 'in another order').to.equal(
        false,
      );
    }
  });

  it('count their leaves in the word', () => {
    const one = appended(begun(PARTY), leafOf({ change: 'attached', kind: 'right', id: PARTY }));
    expect([begun(PARTY), one].map(countOf)).to.deep.equal([0, 1]);
  });
});
