import type { Indexer } from '../indexer/indexer.ts';
import type { NoticeFeed } from '../modules/notices/feed.ts';
import type { IndexStore } from '../store/index-store.ts';

/** The notices of the index, and the indexer's word when there are more. */
export function noticeFeed(index: IndexStore, indexer: Indexer): NoticeFeed {
  return {
    read: (query) => index.notices(query),
    latest: () => index.head?.sequence ?? 0,
    next: (signal) =>
      new Promise((resolve) => {
        const done = () => {
          unsubscribe();
          signal.removeEventListener('abort', done);
          resolve();
        };
        const unsubscribe = indexer.onHead(done);
        signal.addEventListener('abort', done);
        if (signal.aborted) done();
      }),
  };
}
