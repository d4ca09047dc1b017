import { fixedToText } from '../encoding/abi.ts';
import { INTEREST_KINDS, nameAt } from '../encoding/codes.ts';
import { ZERO_WORD } from '../encoding/hash.ts';
import { unpackOverlay } from '../line/overlay.ts';
import type { InterestRow } from '../state/rows.ts';
import { collateralView, dayOrNull, institutionId } from './content.ts';
import { entryOf } from './indexes.ts';
import { concernsOfInterest, interestResource, onInterest } from './on-interest.ts';
import { onRight } from './on-right.ts';
import { CHANGE, COLLATERAL, ON_INTEREST, TERMS } from './parts.ts';
import { instantOf, interestChange, rowIn } from './reduction.ts';
import { attaches, registration } from './registration.ts';

const kind = (advance: boolean) => (advance ? 'advance-registration' : 'initial-registration');

/** How interests begin, and follow their collateral. */
export const INTERESTS = {
  RightEncumbered: onRight({
    signature: `bytes32 indexed right, uint256 indexed ref, ${CHANGE}, bytes32 stateHash, uint256[] added`,
    after: ({ state }, { added }) => ({
      state: { overlays: [...state.overlays, ...added.map(unpackOverlay)] },
    }),
  }),

  InterestRegistered: registration({
    signature: `${ON_INTEREST}, uint32 agent, bytes32 stateHash, ${TERMS} terms, ${COLLATERAL}[] collateral`,
    notice: {
      'initial-registration': { en: 'Initial registration', zh: '初始登记', letter: 'S' },
      'advance-registration': { en: 'Advance registration', zh: '预告登记', letter: 'S' },
    },
    kind: ({ terms }) => kind(terms.advance),
    reduce({ interest, grantor, agent, stateHash, terms, collateral, ...dated }) {
      const { kind: code, currency, ...rest } = terms;
      const instant = instantOf(dated);
      const row: InterestRow = {
        id: interest,
        ...instant,
        state: {
          grantor,
          debtor: terms.debtor,
          kind: nameAt(INTEREST_KINDS, code),
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
        registrations: [{ kind: kind(terms.advance), ...instant }],
        legs: [],
        objections: [],
        requests: [],
        default: undefined,
        payments: [],
        ended: undefined,
      };
      return {
        changes: [interestChange(row, stateHash)],
        subjects: [{ kind: 'interest', id: interest }],
      };
    },
    lists: ({ interest, grantor }) => [attaches(grantor, 'interest', interest)],
    concerns: ({ interest }, changes) => concernsOfInterest(interest, changes),
    indexes({ interest }, changes) {
      const { sequence, state } = rowIn(changes, 'interest', interest);
      const entry = entryOf(interest, sequence);
      return [
        entry('interest-by-grantor', state.grantor),
        ...state.rights.map((right) => entry('interest-by-right', right)),
      ];
    },
    resource: ({ interest }) => interestResource(interest),
    content: ({ agent, terms, collateral }, rows) => ({
      agent: institutionId(agent, rows),
      kind: nameAt(INTEREST_KINDS, terms.kind),
      debtor: terms.debtor,
      securedParties: terms.securedParties.map((number) => institutionId(number, rows)),
      securedAmount: { value: String(terms.securedAmount), currency: fixedToText(terms.currency) },
      contract: { number: terms.contractNumber, digest: terms.contractDigest },
      term: { from: dayOrNull(terms.termFrom), to: dayOrNull(terms.termTo) },
      negativePledge: terms.negativePledge,
      advance: terms.advance,
      determinationDate: dayOrNull(terms.determinationDay),
      acknowledgeJunior: terms.acknowledgeJunior,
      collateral: collateral.map(collateralView),
    }),
  }),

  InterestFollowed: onInterest({
    signature: `${ON_INTEREST}, bytes32 stateHash, bytes32 right`,
    effect: { 'followed-division': { en: 'Division of the collateral', zh: '随担保权益分割' } },
    after: ({ state }, { right }) => ({ state: { rights: [...state.rights, right] } }),
    indexes: ({ interest, right }, changes) => [
      entryOf(interest, rowIn(changes, 'interest', interest).sequence)('interest-by-right', right),
    ],
    content: ({ right }) => ({ right }),
  }),
};
