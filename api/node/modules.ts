import type { Route } from '../http/route.ts';
import { alertRoutes } from '../modules/alerts/routes.ts';
import { noticeRoutes } from '../modules/notices/routes.ts';
import type { NoticeFeed } from '../modules/notices/feed.ts';
import { operationRoutes } from '../modules/operations/routes.ts';
import { partyOperations } from '../modules/parties/operations.ts';
import { partyRoutes } from '../modules/parties/routes.ts';
import { proposalRoutes } from '../modules/proposals/routes.ts';
import { rightTypeRoutes } from '../modules/right-types/routes.ts';
import { restrictionOperations } from '../modules/restrictions/operations.ts';
import { restrictionRoutes } from '../modules/restrictions/routes.ts';
import { rightOperations } from '../modules/rights/operations.ts';
import { rightRoutes } from '../modules/rights/routes.ts';
import { searchRoutes } from '../modules/searches/routes.ts';
import type { SearchStore } from '../modules/searches/search.ts';
import { interestOperations } from '../modules/security-interests/operations.ts';
import { interestRoutes } from '../modules/security-interests/routes.ts';
import { watchRoutes, type WatchParts } from '../modules/watches/routes.ts';
import type { OperationKind } from '../outbox/operation.ts';
import type { Proposals } from '../proposals/proposals.ts';
import type { Services } from '../kit/services.ts';

/** Every kind of write, by name. */
export function operationKinds(
  services: Pick<Services, 'read' | 'calls' | 'keys' | 'now'>,
): ReadonlyMap<string, OperationKind> {
  const kinds = {
    ...partyOperations(services),
    ...rightOperations(services),
    ...restrictionOperations(services),
    ...interestOperations(services),
  };
  // An intent was made by the module that reads it; between the two it is only kept.
  return new Map(Object.entries(kinds as unknown as Record<string, OperationKind>));
}

export interface RouteParts {
  services: Services;
  proposals: Proposals;
  searches: SearchStore;
  feed: NoticeFeed;
  watches: WatchParts;
}

/** Every route of the registry. */
export function routesOf({ services, proposals, searches, feed, watches }: RouteParts): Route[] {
  return [
    ...partyRoutes(services),
    ...rightTypeRoutes(services),
    ...rightRoutes(services, proposals),
    ...restrictionRoutes(services, proposals),
    ...interestRoutes(services, proposals),
    ...noticeRoutes(services, feed),
    ...watchRoutes(services, watches),
    ...alertRoutes(services),
    ...searchRoutes(services, searches),
    ...proposalRoutes(services, proposals),
    ...operationRoutes(services),
  ];
}
