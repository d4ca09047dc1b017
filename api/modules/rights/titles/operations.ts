import { onLine } from '../../../../domain/line/binding.ts';
import type { Hex } from '../../../../domain/encoding/hash.ts';
import { approvals, type Follower } from '../../../chain/calls.ts';
import { Problem } from '../../../errors/problem.ts';
import type { OperationKind } from '../../../outbox/operation.ts';
import { keyOf, type SignerKeys } from '../../../proposals/proposal.ts';
import type { Services } from '../../../kit/services.ts';
import { signerOf } from '../../../kit/signing.ts';
import { rightOf } from '../../../kit/subjects.ts';
import { numberOf } from '../../../views/common.ts';
import { institutionId } from '../../../views/party.ts';
import type { Reader } from '../../../read/reader.ts';
import { needsConsent, planSplit, planTransfer, type TitlePlan } from './plan.ts';
import type { SplitRight, TransferRight } from './schemas.ts';
import { interestsOn } from './units.ts';

export interface TransferIntent {
  /** Number of the authority. */
  authority: number;
  right: Hex;
  transfer: TransferRight;
  /** The agents that consent. */
  signers?: SignerKeys;
}

export interface SplitIntent {
  authority: number;
  right: Hex;
  split: SplitRight;
}

export function titleOperations(services: Pick<Services, 'read' | 'calls' | 'keys' | 'now'>) {
  const { read, calls } = services;
  const sign = signerOf(services);

  const subjects = ({ right }: { right: Hex }): string[] => {
    const reader = read();
    const row = reader.get('right', right);
    const interests = row ? interestsOn(row, onLine(row.state), reader) : [];
    return [`right/${right}`, ...interests.map(({ id }) => `interest/${id}`)];
  };

  const consented = async (
    { right, signers = {} }: TransferIntent,
    { conveyance, division, interests }: TitlePlan,
    reader: Reader,
  ): Promise<Follower[]> => {
    const followers: Follower[] = [];
    for (const interest of interests) {
      const agent = institutionId(interest.state.agent, reader);
      const key = agent === null ? undefined : keyOf(signers, 'secured-party', agent);
      if (key === undefined) throw consentMissing(numberOf('S', interest));
      const what = approvals.transfer(interest, right, conveyance, division?.part ?? []);
      followers.push({ interest, consent: await sign(key, what) });
    }
    return followers;
  };

  const transfer: OperationKind<TransferIntent> = {
    subjects,
    async prepare(intent) {
      const reader = read();
      const row = rightOf(reader, intent.right);
      const plan = await planTransfer(intent.transfer, row, intent.authority, reader);
      const agreed = needsConsent(plan);
      const followers = agreed ? await consented(intent, plan, reader) : followersOf(plan);
      const { conveyance, division } = plan;
      if (!division) return calls.transferRight(row, conveyance, agreed ? followers : []);
      return calls.divideRight(row, division.part, division.particulars, conveyance, followers);
    },
  };

  const split: OperationKind<SplitIntent> = {
    subjects,
    async prepare({ authority, right, split: body }) {
      const reader = read();
      const row = rightOf(reader, right);
      const plan = await planSplit(body, row, authority, reader);
      const { part, particulars } = plan.division;
      return calls.divideRight(row, part, particulars, plan.conveyance, followersOf(plan));
    },
  };

  return { 'right.transfer': transfer, 'right.split': split };
}

const followersOf = ({ interests }: TitlePlan): Follower[] => interests.map((interest) => ({ interest }));

const consentMissing = (number: string): Problem =>
  new Problem('CONSENT_REQUIRED', {
    detail: `The agent of ${number}, which lies on units that move, has not consented.`,
  });
