import { fixedToText } from '../../encoding/abi.ts';
import { CANCELLATION_REASONS, INTEREST_KINDS, nameAt } from '../../encoding/codes.ts';
import { ZERO_WORD } from '../../encoding/hash.ts';
import type { InterestRow } from '../../state/rows.ts';
import {
  existing,
  instantOf,
  interestChange,
  onInterest,
  partyChange,
  touching,
  type Reducers,
} from './changes.ts';

/** How interests begin, follow their collateral, and end. */
export const INTEREST_REDUCERS: Reducers<
  'InterestRegistered' | 'InterestFollowed' | 'InterestReleased' | 'InterestCancelled' | 'InterestRevoked'
> = {
  InterestRegistered: ({ interest, grantor, agent, stateHash, terms, collateral, ...dated }, entry, rows) => {
    const { kind, currency, ...rest } = terms;
    const instant = instantOf(dated);
    const row: InterestRow = {
      id: interest,
      ...instant,
      state: {
        grantor,
        debtor: terms.debtor,
        kind: nameAt(INTEREST_KINDS, kind),
        status: terms.advance ? 'advance' : 'effective',
        agent,
        securedParties: terms.securedParties,
        securedAmount: terms.securedAmount,
        currency: fixedToText(currency),
        termFrom: terms.termFrom,
        termTo: terms.termTo,
        contractDigest: terms.contractDigest,
        rights: collateral.map(({ right }) => right),
        increases: [],
      },
      journal: ZERO_WORD,
      terms: rest,
      collateral,
      registrations: [{ event: 'InterestRegistered', ...instant }],
      legs: [],
      objections: [],
      requests: [],
      default: undefined,
      payments: [],
      ended: undefined,
    };
    return touching(
      [
        { kind: 'interest', id: interest },
        { kind: 'party', id: grantor },
      ],
      interestChange(row, stateHash, entry()),
      partyChange(existing(rows, 'party', grantor), entry()),
    );
  },

  InterestFollowed: (args, entry, rows) =>
    onInterest('InterestFollowed', args, entry(), rows, ({ state }) => ({
      state: { rights: [...state.rights, args.right] },
    })),

  // The lines say what is released; the interest's own state is as it was.
  InterestReleased: (args, entry, rows) => onInterest('InterestReleased', args, entry(), rows),

  InterestCancelled: (args, entry, rows) =>
    onInterest('InterestCancelled', args, entry(), rows, (_, instant) => ({
      state: { status: 'cancelled' },
      ended: {
        ...instant,
        reason: nameAt(CANCELLATION_REASONS, args.reason),
        approver: args.approver,
      },
    })),

  InterestRevoked: (args, entry, rows) =>
    onInterest('InterestRevoked', args, entry(), rows, (_, instant) => {
      const { judgment, court, approver } = args;
      return {
        state: { status: 'revoked' },
        ended: { ...instant, reason: 'revoked', judgment, court, approver },
      };
    }),
};
