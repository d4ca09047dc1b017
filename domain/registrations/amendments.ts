import { amended } from '../interests/increases.ts';
import { collateralView, dayOrNull, institutionId } from './content.ts';
import { entryOf } from './indexes.ts';
import { onInterest } from './on-interest.ts';
import { AMENDMENT, COLLATERAL, ON_INTEREST } from './parts.ts';
import { rowIn } from './reduction.ts';
import { distinct } from './registration.ts';

/** What changes in the terms of an interest while it lasts. */
export const AMENDMENTS = {
  InterestConfirmed: onInterest({
    signature: `${ON_INTEREST}, uint32 agent, bytes32 stateHash, bytes32 contractDigest`,
    notice: {
      'advance-confirmation': { en: 'Confirmation of an advance registration', zh: '预告登记转本登记' },
    },
    after: (_, { contractDigest }) => ({
      state: { status: 'effective', contractDigest },
      terms: { contractDigest, advance: false },
    }),
    content: ({ agent, contractDigest }, rows) => ({
      agent: institutionId(agent, rows),
      contract: { digest: contractDigest },
    }),
  }),

  InterestAmended: onInterest({
    signature: `${ON_INTEREST}, uint32 agent, bytes32 stateHash, ${AMENDMENT} amendment, ${COLLATERAL}[] added`,
    notice: { amendment: { en: 'Amendment', zh: '变更登记' } },
    after({ state, collateral }, { amendment, added }, { sequence }) {
      const { debtor, securedAmount, contractDigest } = amendment;
      return {
        state: {
          debtor,
          contractDigest,
          ...amended(state, securedAmount, sequence),
          rights: distinct([...state.rights, ...added.map(({ right }) => right)]),
        },
        terms: amendment,
        collateral: [...collateral, ...added],
      };
    },
    indexes({ interest, added }, changes) {
      const entry = entryOf(interest, rowIn(changes, 'interest', interest).sequence);
      return added.map(({ right }) => entry('interest-by-right', right));
    },
    content: ({ agent, amendment, added }, rows) => ({
      agent: institutionId(agent, rows),
      debtor: amendment.debtor,
      securedAmount: String(amendment.securedAmount),
      contract: { number: amendment.contractNumber, digest: amendment.contractDigest },
      negativePledge: amendment.negativePledge,
      determinationDate: dayOrNull(amendment.determinationDay),
      acknowledgeJunior: amendment.acknowledgeJunior,
      addCollateral: added.map(collateralView),
    }),
  }),

  InterestExtended: onInterest({
    signature: `${ON_INTEREST}, uint32 agent, bytes32 stateHash, uint32 termTo`,
    notice: { extension: { en: 'Extension', zh: '展期登记' } },
    after: (_, { termTo }) => ({ state: { termTo }, terms: { termTo } }),
    content: ({ agent, termTo }, rows) => ({ agent: institutionId(agent, rows), to: dayOrNull(termTo) }),
  }),
};
