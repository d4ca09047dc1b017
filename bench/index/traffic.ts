import { SyntheticChain } from '../../test/support/synthetic-chain.ts';
import { EVERYDAY, type Mix } from '../../test/support/synthetic/registry.ts';

/**
 * What registries do all day. Institutions and policies are those that it begins with: they do not grow with the rights, and thousands
 * of versions of one policy, which no contract would take, would be decoded at every read.
 */
const REGISTRATIONS: Mix = { ...EVERYDAY, institution: 0, policy: 0 };

export const syntheticChain = (seed = 1): SyntheticChain => new SyntheticChain({ seed, mix: REGISTRATIONS });
