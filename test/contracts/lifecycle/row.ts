import type { ContractName } from '../../../api/chain/contracts.ts';
import type { NoticeKind } from '../../../domain/registrations/notices.ts';

/** `accepted`, or the error that the contract gives. */
export type Outcome = string;

/** What becomes of a registration by each actor, in each status of its subject or, where that makes no difference, in all. */
export type Outcomes<Actor extends string, Status extends string> = Record<
  Actor,
  Outcome | Record<Status, Outcome>
>;

export interface Row<Actor extends string = string, Status extends string = string> {
  notice: NoticeKind;
  /** In Chinese law, and in English. */
  term: string;
  name: string;
  by: readonly [contract: ContractName, method: string];
  outcomes: Outcomes<Actor, Status>;
}

export const OK = 'accepted';

/** One outcome for each status in their order. */
export const inOrder =
  <Status extends string>(statuses: readonly Status[]) =>
  (...outcomes: Outcome[]): Record<Status, Outcome> =>
    Object.fromEntries(statuses.map((status, i) => [status, outcomes[i]])) as Record<Status, Outcome>;

export const outcomeOf = ({ outcomes }: Row, actor: string, status: string): Outcome => {
  const given = outcomes[actor] ?? '';
  return typeof given === 'string' ? given : (given[status] ?? '');
};
