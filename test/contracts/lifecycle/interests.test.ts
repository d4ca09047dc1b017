import { expiryInstant } from '../../../domain/time/calendar.ts';
import type { Hex } from '../../../domain/encoding/hash.ts';
import { networkHelpers } from '../../support/chain.ts';
import { declares, disposes, withdraws } from '../../support/enforcement.ts';
import {
  amends,
  assigns,
  cancels,
  confirms,
  enters,
  extends_,
  releases,
  remarks,
  revokes,
  subordinates,
} from '../../support/interests.ts';
import { COURT } from '../../support/lines.ts';
import { accountOf, AUTHORITY, BANK, HOLDER, keyOf, numberOf, partyOf, RIVAL } from '../../support/people.ts';
import { freshRegistry } from '../../support/registry.ts';
import { interestOf, registerInterest, registerRight, rightOf, TODAY, YEAR } from '../../support/samples.ts';
import { INTEREST_ROWS, INTEREST_STATUSES, type InterestStatus } from './interest-rows.ts';
import { OK, outcomeOf } from './row.ts';
import { tries, type World } from './trial.ts';

const TERM_TO = TODAY + YEAR;

interface Interests extends World {
  right: Hex;
  /** On [0, 10) in the first rank, with an objection of the grantor. */
  interest: Hex;
  objection: number;
  /** Behind it on [5, 10). */
  behind: Hex;
}

/** @param from the status before that asked for */
async function world(status: InterestStatus, from: string): Promise<Interests> {
  const registry = await freshRegistry();
  const right = await registerRight(registry, rightOf('A'));
  const terms = {
    securedParties: [numberOf(BANK), numberOf(RIVAL)],
    debtor: partyOf('issuer'),
    securedAmount: 60n,
    termTo: TERM_TO,
    acknowledgeJunior: true,
  };
  const interest = await registerInterest(
    registry,
    interestOf(registry, { [right]: [[0, 10]] }, { ...terms, advance: from === 'advance' }),
  );
  const behind = await registerInterest(registry, interestOf(registry, { [right]: [[5, 10]] }, terms));
  await registry.act(remarks(registry, interest, 'objection'));
  const objection = registry.lastSequence;
  if (from === 'enforcing') await registry.act(declares(registry, interest));
  if (status === 'cancelled') await registry.act(await cancels(registry, interest));
  if (status === 'revoked') await registry.act(await revokes(registry, interest));
  if (status === 'lapsed') await networkHelpers.time.increaseTo(expiryInstant(TERM_TO) + 1);
  return { registry, right, interest, objection, behind };
}

/** What has lapsed was before in the status that the registration would have needed; what has ended was effective. */
function statusBefore(key: keyof typeof INTEREST_ROWS, status: InterestStatus): string {
  if (status === 'cancelled' || status === 'revoked') return 'effective';
  if (status !== 'lapsed') return status;
  const row = INTEREST_ROWS[key];
  const allowing = (['effective', 'advance', 'enforcing'] as const).find((it) =>
    Object.keys(row.outcomes).some((actor) => outcomeOf(row, actor, it) === OK),
  );
  return allowing ?? 'effective';
}

const as = (by: string) => ({ from: accountOf(by), signer: keyOf(by, 'checker') });

const about =
  (kind: 'objection-notified' | 'case-accepted' | 'objection-withdrawn') =>
  ({ registry, interest, objection }: Interests, by: string) =>
    remarks(registry, interest, kind, { ref: objection, number: 'N-1' }, as(by));

const disposal =
  (route: 'agreement' | 'platform-sale' | 'court') =>
  ({ registry, right, interest }: Interests, by: string) =>
    disposes(registry, right, {
      units: [0, 5],
      route,
      claimants: [interest],
      payments: [[0, 0, 60n, 60n]],
      ...as(by),
    });

describe('who may register what on an interest, in which status', () => {
  tries({
    rows: INTEREST_ROWS,
    statuses: INTEREST_STATUSES,
    actors: {
      agent: BANK,
      'another secured party': RIVAL,
      grantor: HOLDER,
      debtor: 'issuer',
      'authority of the right': AUTHORITY,
      'another authority': 'second-authority',
      court: COURT,
    },
    needs: statusBefore,
    world,
    calls: {
      amendment: ({ registry, interest }, by) =>
        amends(registry, interest, { negativePledge: true }, {}, as(by)),
      extension: ({ registry, interest }, by) => extends_(registry, interest, TERM_TO + YEAR, as(by)),
      assignment: ({ registry, interest }, by) =>
        assigns(registry, interest, numberOf(RIVAL), [numberOf(RIVAL)], as(by)),
      subordination: ({ registry, right, interest, behind }, by) =>
        subordinates(registry, interest, behind, { [right]: [[5, 10]] }, as(by)),
      confirmation: ({ registry, interest }, by) => confirms(registry, interest, undefined, as(by)),
      cancellation: ({ registry, interest }, by) => cancels(registry, interest, as(by)),
      release: ({ registry, right, interest }, by) =>
        releases(registry, interest, { [right]: [[0, 5]] }, as(by)),
      revocation: ({ registry, interest }, by) => revokes(registry, interest, {}, as(by)),
      unified: ({ registry, interest }, by) => enters(registry, interest, 'unified', {}, as(by)),
      platform: ({ registry, interest }, by) => enters(registry, interest, 'platform', {}, as(by)),
      objection: ({ registry, interest }, by) => remarks(registry, interest, 'objection', {}, as(by)),
      notification: about('objection-notified'),
      acceptance: about('case-accepted'),
      withdrawal: about('objection-withdrawn'),
      request: ({ registry, interest }, by) =>
        remarks(registry, interest, 'cancellation-requested', {}, as(by)),
      default: ({ registry, interest }, by) => declares(registry, interest, {}, as(by)),
      cure: ({ registry, interest }, by) => withdraws(registry, interest, as(by)),
      agreement: disposal('agreement'),
      sale: disposal('platform-sale'),
      auction: disposal('court'),
    },
  });
});
