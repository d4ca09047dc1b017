import type { NoticeKind } from '../../../domain/registrations/notices.ts';
import type { Hex } from '../../chain/types.ts';
import type { NoticeEntry } from '../../views/notice.ts';

export interface NoticeFilter {
  kind?: NoticeKind;
  party?: Hex;
  right?: Hex;
  interest?: Hex;
}

/** The notices of the index in the order of the registry sequence. */
export interface NoticeFeed {
  /** @param query `block`: only what was registered by the end of it */
  read(query: NoticeFilter & { after: number; limit: number; block?: number }): Promise<NoticeEntry[]>;
  /** The last sequence that can be read; 0 if there is none. */
  latest(): Promise<number> | number;
  /** Resolves when something new can be read, or the signal is aborted. */
  next(signal: AbortSignal): Promise<void>;
}
