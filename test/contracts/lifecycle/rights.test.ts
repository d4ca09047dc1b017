import { expiryInstant } from '../../../domain/time/calendar.ts';
import type { Hex } from '../../../domain/encoding/hash.ts';
import type { QuotaKind, RestrictionKind } from '../../../domain/line/overlay.ts';
import { networkHelpers, type Call } from '../../support/chain.ts';
import { disposes } from '../../support/enforcement.ts';
import { amends, cancels, releases } from '../../support/interests.ts';
import {
  conveyanceOf,
  COURT,
  decides,
  declareDefault,
  divides,
  followerOf,
  merges,
  restrict,
  restricts,
  sell,
  transfers,
} from '../../support/lines.ts';
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
} from '../../support/people.ts';
import { freshRegistry } from '../../support/registry.ts';
import {
  interestOf,
  registerInterest,
  registerRight,
  rightOf,
  TODAY,
  YEAR,
  type Terms,
} from '../../support/samples.ts';
import { RIGHT_ROWS, RIGHT_STATUSES, type RightStatus } from './right-rows.ts';
import { tries, type World } from './trial.ts';

const VALID_TO = TODAY + YEAR;
const ALL = [[0, 100]] as const;
/** Units that nobody has a claim on until the whole right is frozen, suspended or cut. */
const PART = [[50, 60]] as const;

interface Rights extends World {
  status: RightStatus;
  right: Hex;
  /** On [0, 10). */
  interest: Hex;
  /** The disposal of [0, 5), where there was one. */
  disposal: number;
}

const NEEDS: Partial<Record<keyof typeof RIGHT_ROWS, string>> = {
  sale: 'default declared',
  auction: 'default declared',
  disposalTitle: 'units sold',
  succession: 'holder merged',
};

async function world(status: RightStatus, needs: string): Promise<Rights> {
  const registry = await freshRegistry();
  const right = await registerRight(registry, rightOf('A', { validTo: VALID_TO }));
  const interest = await registerInterest(
    registry,
    interestOf(registry, { [right]: [[0, 10]] }, { securedAmount: 60n }),
  );
  let disposal = 0;
  if (needs === 'default declared' || needs === 'units sold') await declareDefault(registry, interest);
  if (needs === 'units sold') disposal = await sell(registry, right, interest, [0, 5]);
  if (needs === 'holder merged') {
    await registry.act(merges(registry, partyOf(HOLDER), partyOf(PLANT)));
  }
  if (status === 'frozen') await restrict(registry, right, ALL, 'judicial-freeze');
  if (status === 'suspended') await restrict(registry, right, ALL, 'suspension');
  if (status === 'emptied') await registry.act(decides(registry, right, ALL, 'cut'));
  if (status === 'expired') await networkHelpers.time.increaseTo(expiryInstant(VALID_TO) + 1);
  return { registry, status, right, interest, disposal };
}

type Makes = (world: Rights, by: string) => Call | Promise<Call>;

const as = (by: string) => ({ from: accountOf(by), signer: keyOf(by, 'checker') });

const restriction =
  (kind: RestrictionKind): Makes =>
  ({ registry, right }, by) =>
    restricts(registry, right, PART, kind, {}, by);

const decision =
  (kind: QuotaKind, overriding = false): Makes =>
  ({ registry, right }, by) =>
    decides(registry, right, PART, kind, { overriding }, by);

const whole =
  (cause: 'court-order' | 'succession'): Makes =>
  ({ registry, right }, by) =>
    transfers(registry, right, conveyanceOf(cause), [], by);

const pledge =
  (changes: Partial<Terms>): Makes =>
  ({ registry, right }, by) => {
    const taken = { [right]: PART.map(([from, to]): [number, number] => [from, to]) };
    const given = interestOf(registry, taken, {
      ...{ securedParties: [numberOf(by)], termTo: TODAY + 3 * YEAR },
      ...changes,
    });
    return registry.call(accountOf(by), 'SecurityInterests', 'register', [given]);
  };

const disposal =
  (route: 'platform-sale' | 'court'): Makes =>
  ({ registry, right, interest }, by) =>
    disposes(registry, right, {
      units: [0, 5],
      route,
      claimants: [interest],
      payments: [[0, 0, 60n, 60n]],
      ...as(by),
    });

describe('who may register what on a right, in which status', () => {
  tries({
    rows: RIGHT_ROWS,
    statuses: RIGHT_STATUSES,
    actors: {
      'authority of the right': AUTHORITY,
      'another authority': 'second-authority',
      holder: HOLDER,
      'secured party': BANK,
      'another secured party': RIVAL,
      court: COURT,
    },
    needs: (key) => NEEDS[key] ?? '',
    world,
    calls: {
      renewal: ({ registry, right }, by) => {
        const renewal = { certificateNumber: 'A-2', validFrom: TODAY, validTo: VALID_TO + 1, evidence: [] };
        return registry.call(accountOf(by), 'Rights', 'renew', right, registry.rightHead(right), renewal);
      },
      freeze: restriction('judicial-freeze'),
      stay: restriction('stay'),
      restriction: restriction('administrative-restriction'),
      hold: restriction('compliance-hold'),
      control: restriction('pledge-control'),
      suspension: restriction('suspension'),
      surrender: decision('surrendered'),
      override: decision('surrendered', true),
      retirement: decision('retired'),
      cut: decision('cut'),
      carryOver: decision('not-carried-over'),
      transfer: async ({ registry, right, interest, status }, by) => {
        const conveyance = conveyanceOf('transfer');
        // On an emptied right no unit moves, so that no interest is asked.
        const follower = await followerOf(registry, interest, right, conveyance);
        return transfers(registry, right, conveyance, status === 'emptied' ? [] : [follower], by);
      },
      partTransfer: ({ registry, right }, by) =>
        divides(registry, right, PART, 'A-2', conveyanceOf('transfer'), [], by),
      split: ({ registry, right }, by) =>
        divides(registry, right, PART, 'A-2', conveyanceOf('split', { to: partyOf(HOLDER) }), [], by),
      courtOrder: whole('court-order'),
      succession: whole('succession'),
      disposalTitle: ({ registry, right, disposal: sold }, by) =>
        divides(registry, right, [[0, 5]], 'A-2', conveyanceOf('disposal', { disposal: sold }), [], by),
      initial: pledge({ acknowledgeJunior: true }),
      silent: pledge({ acknowledgeJunior: false }),
      advance: pledge({ acknowledgeJunior: true, advance: true }),
      addition: ({ registry, right, interest }, by) =>
        amends(registry, interest, { acknowledgeJunior: true }, { [right]: [[50, 60]] }, as(by)),
      release: ({ registry, right, interest }, by) =>
        releases(registry, interest, { [right]: [[0, 5]] }, as(by)),
      cancellation: ({ registry, interest }, by) => cancels(registry, interest, as(by)),
      sale: disposal('platform-sale'),
      auction: disposal('court'),
    },
  });
});
