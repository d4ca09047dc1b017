import type { TypedDataDomain, TypedDataField } from 'ethers';
import type { IntervalFields } from '../../../domain/registrations/events.ts';
import type { InterestRow, RightRow } from '../../../domain/state/rows.ts';
import { encodeInterestState, encodeRightState } from '../../../domain/state/state.ts';
import type { Hex } from '../types.ts';

/** A call of a registry, ready to be simulated, signed and sent. */
export interface Call {
  to: Hex;
  data: Hex;
  gasLimit: number;
}

/** A second person's signature: a checker's approval, or the consent of a party concerned. */
export interface Approval {
  deadline: number;
  signature: Hex;
}

/** What a second person signs, in the form that a wallet can show. */
export interface TypedData {
  domain: TypedDataDomain;
  types: Record<string, TypedDataField[]>;
  value: Record<string, unknown>;
}

/** Units of a right, with its row as the caller saw it. */
export interface Units {
  right: RightRow;
  intervals: IntervalFields[];
}

export const NO_APPROVAL: Approval = { deadline: 0, signature: '0x' };

/** The head that a transaction hands in: state and journal. The ledger refuses it if another registration was faster. */
export const rightHead = ({ state, journal }: RightRow) => ({ state: encodeRightState(state), journal });

export const interestHead = ({ state, journal }: InterestRow) => ({
  state: encodeInterestState(state),
  journal,
});

/** As the contracts take collateral, with the head of each right. */
export const collateralInput = ({ right, intervals }: Units) => ({
  right: right.id,
  head: rightHead(right),
  intervals,
});

/** As events and approvals have collateral. */
export const collateral = ({ right, intervals }: Units) => ({ right: right.id, intervals });
