import { expect } from 'chai';
import { SUBJECT_KINDS, TITLE_CAUSES, type TitleCause } from '../../domain/encoding/codes.ts';
import { keccakText, ZERO_WORD, type Hex } from '../../domain/encoding/hash.ts';
import { rightIdOf } from '../../domain/encoding/ids.ts';
import { RESTRICTION_KINDS, type Overlay } from '../../domain/line/overlay.ts';
import {
  conveyanceOf,
  decides,
  declareDefault,
  DIGEST,
  divides,
  followerOf,
  intervalsOf,
  kindNumber,
  particularsOf,
  lifts,
  restrict,
  restricts,
  sell,
  type Conveyance,
  type Follower,
  type Units,
  passes,
  prolongs,
  transfers,
  restrictionEnds,
  restrictUntil,
} from '../support/lines.ts';
import {
  accountOf,
  AUTHORITY,
  BANK,
  HOLDER,
  keyOf,
  numberOf,
  partyOf,
  PLANT,
  RIVAL,
} from '../support/people.ts';
import { freshRegistry, type Registry } from '../support/registry.ts';
import {
  evidenceOf,
  interestOf,
  registerInterest,
  registerRight,
  rightOf,
  TODAY,
} from '../support/samples.ts';
import { typeCode } from '../support/types.ts';

const LONGEST = 'x'.repeat(256);
const SOON = TODAY + 10;
const BUYER = partyOf(PLANT);
const SELLER = partyOf(HOLDER);
const CHILD = rightIdOf(numberOf(AUTHORITY), 'A-2');
const MIDDLE: Units = [[40, 60]];

describe('Divisions.divide', () => {
  let registry: Registry;
  let right: Hex;

  beforeEach(async () => {
    registry = await freshRegistry();
    right = await registerRight(registry, rightOf('A'));
  });

  const state = () => registry.right(right).state;
  const child = () => registry.right(CHILD).state;
  /** To the holder where that is what the cause means, else to the buyer. */
  const conveyance = (cause: TitleCause, changes: Partial<Conveyance> = {}) =>
    conveyanceOf(cause, cause === 'split' ? { to: SELLER, ...changes } : changes);
  const division = (
    cause: TitleCause,
    part: Units = MIDDLE,
    {
      followers = [],
      certificate = 'A-2',
      ...changes
    }: Partial<Conveyance> & {
      followers?: readonly Follower[];
      certificate?: string;
    } = {},
  ) => divides(registry, right, part, certificate, conveyance(cause, changes), followers);
  const following = (interest: Hex, given: Conveyance, part = MIDDLE, signer = keyOf(BANK, 'checker')) =>
    followerOf(registry, interest, right, given, part, signer);
  const pledge = (units: Units) =>
    registerInterest(
      registry,
      interestOf(registry, { [right]: units.map(([from, to]) => [from, to]) }, { acknowledgeJunior: true }),
    );
  const overlay = (kind: Overlay['kind'], ref: number, from: number, to: number): Overlay => ({
    kind,
    ref,
    priority: ref,
    from: BigInt(from),
    to: BigInt(to),
  });

  it('says everything: a right of its own, and its place on the line that it left', async () => {
    const before = state();
    const part: Units = [
      [10, 30],
      [50, 60],
    ];
    const sequence = registry.lastSequence + 1;
    await registry.accepts(division('transfer', part), [
      'RightDivided',
      {
        right,
        child: CHILD,
        sequence: BigInt(sequence),
        authority: numberOf(AUTHORITY),
        from: SELLER,
        conveyance: { ...conveyanceOf('transfer'), disposal: 0n },
        part: intervalsOf(part),
        particulars: { ...particularsOf(registry, right, part, 'A-2') },
      },
    ]);
    const moved = [overlay('moved', sequence, 10, 30), overlay('moved', sequence, 50, 60)];
    expect(state()).to.deep.equal({ ...before, overlays: moved });
    expect(child()).to.deep.equal({
      ...before,
      holder: BUYER,
      acquisition: 'traded',
      quantity: 30n,
      overlays: [],
    });
    expect(registry.right(CHILD).dividedFrom).to.deep.equal({ right, part: intervalsOf(part) });
  });

  it('takes along what lies on the part, with its priority, and leaves the rest in its place', async () => {
    const first = await pledge([[0, 50]]);
    const freeze = await restrict(
      registry,
      right,
      [
        [30, 60],
        [80, 90],
      ],
      'judicial-freeze',
    );
    const second = await pledge([[20, 100]]);
    const given = conveyance('court-order');
    const part: Units = [
      [10, 40],
      [45, 85],
    ];
    const followers = [await following(first, given, part), await following(second, given, part)];
    const sequence = registry.lastSequence + 1;
    await registry.accepts(
      division('court-order', part, { followers }),
      ['RightDivided', { right, child: CHILD }],
      ['InterestFollowed', { interest: first, grantor: SELLER, sequence: BigInt(sequence), right: CHILD }],
      ['InterestFollowed', { interest: second, grantor: SELLER, sequence: BigInt(sequence), right: CHILD }],
    );
    const [a, b] = [Number(first), Number(second)];
    expect(state().overlays).to.deep.equal([
      overlay('interest', a, 0, 10),
      overlay('interest', a, 40, 45),
      overlay('judicial-freeze', freeze, 40, 45),
      overlay('judicial-freeze', freeze, 85, 90),
      overlay('interest', b, 40, 45),
      overlay('interest', b, 85, 100),
      overlay('moved', sequence, 10, 40),
      overlay('moved', sequence, 45, 85),
    ]);
    // The line of the child: [10, 40) is [0, 30), and [45, 85) is [30, 70).
    expect(child().overlays).to.deep.equal([
      overlay('interest', a, 0, 30),
      overlay('interest', a, 30, 35),
      overlay('judicial-freeze', freeze, 20, 30),
      overlay('judicial-freeze', freeze, 30, 45),
      overlay('judicial-freeze', freeze, 65, 70),
      overlay('interest', b, 10, 30),
      overlay('interest', b, 30, 70),
    ]);
    for (const interest of [first, second]) {
      expect(registry.interest(interest).state.rights).to.deep.equal([right, CHILD]);
    }
    expect(registry.rows.get('restriction', String(freeze))?.rights).to.deep.equal([right, CHILD]);
  });

  it('lets a restriction end on either right', async () => {
    const freeze = await restrict(registry, right, [[0, 100]], 'judicial-freeze');
    await registry.act(division('court-order'));
    const parent = right;
    await registry.act(await lifts(registry, CHILD, freeze));
    expect(child().overlays).to.deep.equal([]);
    expect(registry.rows.get('restriction', String(freeze))?.rights).to.deep.equal([right]);
    await registry.act(await lifts(registry, parent, freeze));
    expect(state().overlays.map(({ kind }) => kind)).to.deep.equal(['moved']);
  });

  it('lets a prolongation through one right be right on the other', async () => {
    const freeze = await restrict(registry, right, [[0, 100]], 'judicial-freeze', { until: SOON });
    await registry.act(division('court-order'));
    await registry.act(prolongs(registry, CHILD, freeze, SOON + 100));
    await passes(SOON);
    for (const [id, to] of [
      [right, partyOf(BANK)],
      [CHILD, partyOf(BANK)],
    ] as const) {
      const moves = transfers(registry, id, conveyanceOf('transfer', { to }));
      await registry.refuses(moves, 'UnitsBound', { right: id, unit: 0, kind: 2, ref: freeze });
    }
    expect(registry.rows.get('restriction', String(freeze))?.until).to.equal(SOON + 100);
  });

  it('can be divided again, and so can its parts', async () => {
    const split = conveyance('split');
    await registry.act(division('split'));
    await registry.act(divides(registry, CHILD, [[5, 10]], 'A-3', split));
    await registry.refuses(division('split', [[30, 70]], { certificate: 'A-4' }), 'UnitsGone', {
      right,
      unit: 40,
    });
    await registry.act(
      division(
        'split',
        [
          [30, 40],
          [60, 70],
        ],
        { certificate: 'A-4' },
      ),
    );
    const [third, fourth] = ['A-3', 'A-4'].map((it) => registry.right(rightIdOf(numberOf(AUTHORITY), it)));
    expect([third?.state.quantity, fourth?.state.quantity]).to.deep.equal([5n, 20n]);
  });

  describe('by its cause', () => {
    it('a split leaves the holder, and how the right was acquired', async () => {
      const before = state();
      await registry.act(division('split'));
      expect(child()).to.deep.equal({ ...before, quantity: 20n, overlays: [] });
      await registry.refuses(
        division('split', [[0, 10]], { to: BUYER, certificate: 'A-3' }),
        'InvalidRecipient',
        {
          to: BUYER,
        },
      );
    });

    it('a transfer is to another party that is registered', async () => {
      await registry.refuses(division('transfer', MIDDLE, { to: SELLER }), 'InvalidRecipient', {
        to: SELLER,
      });
      for (const subject of [ZERO_WORD, keccakText('nobody')]) {
        await registry.refuses(division('transfer', MIDDLE, { to: subject }), 'UnknownSubject', {
          kind: SUBJECT_KINDS.party,
          subject,
        });
      }
    });

    it('a transfer is of a valid right, and approved where the type is bound to that', async () => {
      right = await registerRight(registry, rightOf('B', { typeCode: typeCode('BOUND'), validTo: SOON }));
      await registry.refuses(division('transfer'), 'ApprovalRequired', { typeCode: typeCode('BOUND') });
      await registry.act(division('transfer', MIDDLE, { approvalDigest: DIGEST }));
      await passes(SOON);
      const late = division('transfer', [[0, 10]], { approvalDigest: DIGEST, certificate: 'A-3' });
      await registry.refuses(late, 'RightExpired', { right, validTo: SOON });
      await registry.act(division('split', [[0, 10]], { certificate: 'A-3' }));
    });

    it('a succession is to a successor', async () => {
      await registry.refuses(division('succession'), 'NotSuccessor', { holder: SELLER, to: BUYER });
      const successors = [BUYER, partyOf('issuer')].sort();
      await registry.act(
        registry.call(accountOf(AUTHORITY), 'Parties', 'succeed', SELLER, 2, successors, DIGEST),
      );
      await registry.act(division('succession'));
      expect(child()).to.deep.include({ holder: BUYER, acquisition: 'paid' });
    });

    it('there is one', async () => {
      await registry.refuses(division('none'), 'InvalidCause', { cause: 0 });
      for (const cause of ['transfer', 'succession', 'court-order', 'split'] as const) {
        await registry.refuses(division(cause, MIDDLE, { disposal: 1 }), 'InvalidCause', {
          cause: TITLE_CAUSES.indexOf(cause),
        });
      }
    });

    for (const cause of ['transfer', 'split', 'court-order'] as const) {
      for (const kind of RESTRICTION_KINDS) {
        const keeps = cause === 'transfer' || (cause === 'split' && kind === 'suspension');
        it(`a ${cause} ${keeps ? 'waits for the end of' : 'goes on under'} ${kind} on the part`, async () => {
          await registry.act(
            restricts(
              registry,
              right,
              [
                [0, 40],
                [60, 100],
              ],
              kind,
            ),
          );
          if (keeps) {
            const ref = await restrictUntil(registry, right, [[50, 60]], kind, SOON);
            const bound = { right, unit: 50, kind: kindNumber(kind), ref };
            await registry.refuses(division(cause), 'UnitsBound', bound);
            await restrictionEnds(registry, right, ref, kind, SOON);
          }
          await registry.act(division(cause));
        });
      }
    }
  });

  describe('the part', () => {
    it('is canonical, and on the line', async () => {
      await registry.refuses(division('split', []), 'InvalidIntervalCount', { count: 0 });
      await registry.refuses(division('split', [[0, 101]]), 'InvalidInterval');
      for (const kind of ['surrendered', 'retired', 'cut'] as const) {
        await registry.act(decides(registry, right, [[kindNumber(kind), kindNumber(kind) + 1]], kind));
      }
      await registry.refuses(division('split', [[0, 20]]), 'UnitsGone', { right, unit: 9 });
    });

    it('leaves something on the line', async () => {
      await registry.refuses(division('transfer', [[0, 100]]), 'NothingLeft', { right });
      await registry.act(decides(registry, right, [[0, 30]], 'retired'));
      await registry.act(decides(registry, right, [[99, 100]], 'cut'));
      await registry.refuses(division('transfer', [[30, 99]]), 'NothingLeft', { right });
      await registry.act(division('transfer', [[30, 98]]));
      await registry.refuses(division('transfer', [[98, 99]], { certificate: 'A-3' }), 'NothingLeft', {
        right,
      });
    });

    it('has a certificate number of 1 to 256 bytes, which no other right has', async () => {
      for (const certificate of ['', `${LONGEST}x`]) {
        await registry.refuses(division('split', MIDDLE, { certificate }), 'InvalidCertificateNumber', {});
      }
      await registry.refuses(division('split', MIDDLE, { certificate: 'A' }), 'RightExists', { right });
      const other = await registerRight(registry, rightOf('B'));
      const renewal = { certificateNumber: 'B-2', validFrom: TODAY, validTo: 0, evidence: [] };
      await registry.act(
        registry.call(accountOf(AUTHORITY), 'Rights', 'renew', other, registry.rightHead(other), renewal),
      );
      await registry.refuses(division('split', MIDDLE, { certificate: 'B-2' }), 'RightExists', {
        right: other,
      });
      await registry.act(division('split', MIDDLE, { certificate: LONGEST }));
      const taken = rightIdOf(numberOf(AUTHORITY), LONGEST);
      await registry.refuses(division('split', [[0, 1]], { certificate: LONGEST }), 'RightExists', {
        right: taken,
      });
      const again = registry.call(accountOf(AUTHORITY), 'Rights', 'register', [rightOf(LONGEST)]);
      await registry.refuses(again, 'RightExists', { right: taken });
    });

    it('has a region, a price and evidence as a registration has', async () => {
      const particulars = particularsOf(registry, right, MIDDLE, 'A-2');
      const refused: [Partial<typeof particulars>, string, Record<string, unknown>][] = [
        [{ region: `${LONGEST}x` }, 'InvalidText', {}],
        [{ referencePrice: { ...particulars.referencePrice, source: `${LONGEST}x` } }, 'InvalidText', {}],
        [{ evidence: evidenceOf(17) }, 'TooManyEvidence', { count: 17 }],
      ];
      for (const [changes, error, args] of refused) {
        const head = registry.rightHead(right);
        const rest = [intervalsOf(MIDDLE), { ...particulars, ...changes }, conveyance('split'), []] as const;
        const divide = registry.call(accountOf(AUTHORITY), 'Divisions', 'divide', right, head, ...rest);
        await registry.refuses(divide, error, args);
      }
    });

    it('makes no more than 64 overlays', async () => {
      const comb = (at: number) =>
        Array.from({ length: 16 }, (_, i) => [at + 2 * i, at + 2 * i + 1] as const);
      for (let i = 0; i < 4; i++) await registry.act(restricts(registry, right, comb(0), 'compliance-hold'));
      await registry.refuses(division('split', MIDDLE), 'TooManyOverlays', { count: 65 });
    });
  });

  it('is by the authority that confirmed the right', async () => {
    const tx = divides(registry, right, MIDDLE, 'A-2', conveyance('split'), [], 'second-authority');
    await registry.refuses(tx, 'NotAuthority', { right, institution: 9 });
  });

  it('meets the ledger if the state handed in is not the present one', async () => {
    const stale = division('split');
    await restrict(registry, right, [[0, 1]], 'compliance-hold');
    await registry.refuses(stale, 'StaleState');
  });

  describe('with interests on the part', () => {
    it('takes the consent of each agent to a transfer, and to nothing else', async () => {
      const interest = await pledge([[50, 70]]);
      const given = conveyance('transfer');
      const refused = async (follower: Promise<Follower>, error: string) =>
        registry.refuses(division('transfer', MIDDLE, { followers: [await follower] }), error);
      await refused(following(interest, given, MIDDLE, keyOf(RIVAL, 'checker')), 'NotApprovedByChecker');
      await refused(following(interest, given, [[40, 61]]), 'NotApprovedByChecker');
      await refused(following(interest, { ...given, to: partyOf('issuer') }), 'NotApprovedByChecker');
      const follower = await following(interest, given);
      await registry.act(division('transfer', MIDDLE, { followers: [follower] }));
      const unsigned = {
        ...(await following(interest, given)),
        consent: { deadline: 0, signature: '0x' as const },
      };
      const rest = { followers: [unsigned], certificate: 'A-3' };
      await registry.refuses(division('transfer', [[60, 65]], rest), 'ApprovalExpired', { deadline: 0 });
      await registry.act(division('split', [[60, 65]], rest));
    });

    for (const cause of ['transfer', 'split', 'court-order'] as const) {
      it(`names them all for a ${cause}, and those alone`, async () => {
        const given = conveyance(cause);
        const [first, second] = [await pledge([[0, 50]]), await pledge([[50, 60]])];
        const beside = await pledge([[60, 70]]);
        const with_ = async (...interests: Hex[]) =>
          division(cause, MIDDLE, {
            followers: await Promise.all(interests.map((interest) => following(interest, given))),
          });
        await registry.refuses(await with_(), 'InterestMissing', { right, ref: Number(first) });
        await registry.refuses(await with_(first), 'InterestMissing', { right, ref: Number(second) });
        await registry.refuses(await with_(second, first), 'InvalidFollower', { index: 1 });
        await registry.refuses(await with_(first, second, beside), 'InvalidFollower', { index: 2 });
        await registry.act(await with_(first, second));
        expect(registry.interest(beside).state.rights).to.deep.equal([right]);
      });
    }

    it('hands them in as they are', async () => {
      const [first, second] = [await pledge([[0, 50]]), await pledge([[50, 60]])];
      const given = conveyance('split');
      const [one, other] = [await following(first, given), await following(second, given)];
      const followers = [one, { ...other, head: one.head }];
      await registry.refuses(division('split', MIDDLE, { followers }), 'StaleState', {
        kind: SUBJECT_KINDS.interest,
        subject: second,
        expected: registry.wordOf('interest', first),
        actual: registry.wordOf('interest', second),
      });
    });

    it('lets an interest have 32 rights and no more', async () => {
      const rights = [right];
      for (let i = 1; i < 31; i++) rights.push(await registerRight(registry, rightOf(`N${i}`)));
      const taken = Object.fromEntries(rights.map((it) => [it, [[0, 100] as [number, number]]]));
      const interest = await registerInterest(registry, interestOf(registry, taken));
      const divided = async (part: Units, certificate: string) =>
        division('split', part, {
          followers: [await following(interest, conveyance('split'), part)],
          certificate,
        });
      await registry.act(await divided([[0, 1]], 'A-2'));
      await registry.refuses(await divided([[1, 2]], 'A-3'), 'InvalidCollateralCount', { count: 33 });
    });
  });

  describe('after a disposal', () => {
    let interest: Hex;
    const delivers = (disposal: number, part: Units = MIDDLE, changes: Partial<Conveyance> = {}) =>
      division('disposal', part, { disposal, ...changes });

    beforeEach(async () => {
      interest = await pledge([[0, 100]]);
      await declareDefault(registry, interest);
    });

    it('gives the buyer a right of what it bought, free of the interest', async () => {
      const disposal = await sell(registry, right, interest, [40, 60]);
      await registry.act(delivers(disposal));
      expect(child()).to.deep.include({ holder: BUYER, acquisition: 'traded', quantity: 20n, overlays: [] });
      expect(state().overlays).to.deep.equal([
        overlay('interest', Number(interest), 0, 40),
        overlay('interest', Number(interest), 60, 100),
        overlay('moved', registry.lastSequence, 40, 60),
      ]);
    });

    it('can be in several steps', async () => {
      const disposal = await sell(registry, right, interest, [40, 60]);
      await registry.act(
        delivers(disposal, [
          [40, 45],
          [50, 60],
        ]),
      );
      await registry.act(divides(registry, right, [[45, 50]], 'A-3', conveyance('disposal', { disposal })));
      await registry.refuses(
        divides(registry, right, [[0, 5]], 'A-4', conveyance('disposal', { disposal })),
        'NotSold',
        { right, disposal, unit: 0 },
      );
    });

    it('is of what that disposal sold, to its buyer', async () => {
      const disposal = await sell(registry, right, interest, [40, 60]);
      const other = await sell(registry, right, interest, [60, 70]);
      await registry.refuses(delivers(disposal, MIDDLE, { to: partyOf('issuer') }), 'NotBuyer', {
        disposal,
        to: partyOf('issuer'),
      });
      for (const [part, unit] of [
        [[[39, 60]], 39],
        [[[40, 61]], 60],
        [
          [
            [40, 50],
            [55, 75],
          ],
          60,
        ],
        [
          [
            [40, 50],
            [70, 75],
          ],
          70,
        ],
      ] as [Units, number][]) {
        await registry.refuses(delivers(disposal, part), 'NotSold', { right, disposal, unit });
      }
      await registry.refuses(delivers(other), 'NotSold', { right, disposal: other, unit: 40 });
      await registry.act(delivers(disposal));
    });

    for (const cause of ['transfer', 'split', 'court-order'] as const) {
      it(`keeps the units from a ${cause}`, async () => {
        const ref = await sell(registry, right, interest, [50, 60]);
        const bound = { right, unit: 50, kind: kindNumber('sold'), ref };
        await registry.refuses(division(cause), 'UnitsBound', bound);
      });
    }

    for (const kind of RESTRICTION_KINDS) {
      const keeps = kind !== 'pledge-control' && kind !== 'stay';
      it(`${keeps ? 'waits for the end of' : 'goes on under'} ${kind}`, async () => {
        const disposal = await sell(registry, right, interest, [40, 60]);
        const ref = await restrictUntil(registry, right, [[50, 70]], kind, SOON);
        if (keeps) {
          const bound = { right, unit: 50, kind: kindNumber(kind), ref };
          await registry.refuses(delivers(disposal), 'UnitsBound', bound);
          await restrictionEnds(registry, right, ref, kind, SOON);
        }
        await registry.act(delivers(disposal));
      });
    }
  });
});
