import { ACQUISITIONS, INTEREST_KINDS } from '../../domain/encoding/codes.ts';
import {
  date,
  evidence,
  freeText,
  hex32,
  listOf,
  oneOf,
  partyId,
  pattern,
  serialBlock,
  truth,
  units,
  year,
  type Read,
} from './values.ts';

/** One column of a template: a field of the request body, or a part of one (`term.from`). */
export interface Column {
  readonly field: string;
  /** The heading that a Chinese table may carry instead. */
  readonly zh: string;
  readonly required: boolean;
  readonly help: string;
  readonly example: string;
  readonly read: Read;
}

export const IMPORT_KINDS = ['rights', 'interests'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

/** The column that only people read. A row whose note starts with this word is an example and is never registered. */
export const NOTE = { field: 'note', zh: '备注' } as const;

/** The columns behind a rejected row. They mean nothing when the corrected file is imported. */
export const REASONS = ['rejectedRow', 'rejectedField', 'rejectedMessage', 'rejectedRemedy'] as const;
export const isReason = (heading: string): boolean => (REASONS as readonly string[]).includes(heading);
export const EXAMPLE = /^\s*(example|示例)/i;

const column = (
  field: string,
  zh: string,
  required: boolean,
  read: Read,
  example: string,
  help: string,
): Column => ({ field, zh, required, read, example, help });

const named = (choices: readonly string[]) => choices.filter((choice) => choice !== 'none');
const typeCode = pattern(
  /^[A-Z0-9-]{1,8}$/,
  'is no code of a right type',
  'Take a code from GET /v1/right-types.',
);
const region = pattern(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'is no region of ISO 3166-2', 'Write it like CN-44.');
const currency = pattern(/^[A-Z]{3}$/, 'is no currency code', 'Write three capital letters, such as CNY.');
const price = pattern(
  /^\d{1,18}(\.\d{1,18})?$/,
  'is no price',
  'Write digits and a decimal point, such as 0.15.',
);

const DIGEST = `0x${'5a'.repeat(32)}`;
const RIGHT = `0x${'11'.repeat(32)}`;

const RIGHT_COLUMNS: readonly Column[] = [
  column('type', '权益种类', true, typeCode, 'WTR', 'code of the right type'),
  column(
    'holder',
    '权利人',
    true,
    partyId,
    '91420322DEM000102G',
    'party, by id, USCC:…, LEI:… or a bare USCC',
  ),
  column(
    'certificateNumber',
    '证书编号',
    true,
    freeText,
    'WTR-EXAMPLE-0001',
    'number of the certificate, unique for the authority, at most 80 characters',
  ),
  column(
    'quantity',
    '数量',
    true,
    units,
    '241000000',
    'quantity as a whole number of base units of the type',
  ),
  column('region', '地区', true, region, 'CN-42', 'region by ISO 3166-2, such as CN-44'),
  column('validFrom', '有效期起', true, date, '2024-01-01', 'first day'),
  column('validTo', '有效期止', false, date, '2033-12-31', 'last day, or nothing if it has no end'),
  column('vintage', '年度', false, year, '', 'year (allowances and credits only)'),
  column(
    'serialBlocks',
    '序列号',
    false,
    listOf(serialBlock, 64),
    '',
    'blocks as PREFIX:FIRST-LAST, several with |, which together are the quantity',
  ),
  column(
    'acquisition',
    '取得方式',
    true,
    oneOf(...named(ACQUISITIONS)),
    'paid',
    'way of acquisition: free, paid or traded',
  ),
  column(
    'referencePrice.value',
    '参考价格',
    false,
    price,
    '0.15',
    'price per display unit of the type, with at most 8 decimals',
  ),
  column(
    'referencePrice.currency',
    '参考价格币种',
    false,
    currency,
    'CNY',
    'currency by ISO 4217, such as CNY',
  ),
  column('referencePrice.asOf', '参考价格日期', false, date, '2024-04-21', 'day of the price'),
  column(
    'referencePrice.source',
    '参考价格来源',
    false,
    freeText,
    'valuation report',
    'source of the price, at most 80 characters',
  ),
  column(
    'evidence',
    '凭证',
    false,
    listOf(evidence, 16),
    `permit:${DIGEST}`,
    'documents as KIND:DIGEST, several with |',
  ),
];

const INTEREST_COLUMNS: readonly Column[] = [
  column(
    'kind',
    '担保方式',
    true,
    oneOf(...named(INTEREST_KINDS)),
    'pledge',
    'kind: pledge, mortgage or maximum-amount-pledge',
  ),
  column(
    'grantor',
    '担保人',
    true,
    partyId,
    '91420322DEM000102G',
    'party, by id, USCC:…, LEI:… or a bare USCC',
  ),
  column(
    'debtor',
    '债务人',
    true,
    partyId,
    '91420322DEM000102G',
    'debtor, who may be another than the grantor',
  ),
  column(
    'securedParties',
    '担保权人',
    true,
    listOf(partyId, 16),
    `0x${'22'.repeat(32)}`,
    'institutions, each once, several with |',
  ),
  column('securedAmount.value', '担保金额', true, units, '1000000000', 'amount in minor units: fen'),
  column(
    'securedAmount.currency',
    '担保金额币种',
    true,
    currency,
    'CNY',
    'currency by ISO 4217, such as CNY',
  ),
  column(
    'contract.number',
    '合同编号',
    true,
    freeText,
    'LOAN-2026-0001',
    'number of the security agreement, at most 80 characters',
  ),
  column('contract.digest', '合同摘要', true, hex32, DIGEST, 'salted digest of the security agreement'),
  column('term.from', '期限起', true, date, '2026-01-01', 'first day'),
  column('term.to', '期限止', true, date, '2028-12-31', 'last day, 1 month to 30 years after the first'),
  column('collateral.right', '担保权益', true, listOf(hex32, 32), RIGHT, 'ids of rights, several with |'),
  column(
    'collateral.quantity',
    '担保数量',
    true,
    listOf(units, 32),
    '136000000',
    'quantities in base units, one for each right, several with |',
  ),
  column(
    'acknowledgeJunior',
    '接受后顺位',
    false,
    truth,
    'false',
    'word true to accept a rank behind others, or false',
  ),
];

const COLUMNS: Readonly<Record<ImportKind, readonly Column[]>> = {
  rights: RIGHT_COLUMNS,
  interests: INTEREST_COLUMNS,
};

export const columnsOf = (kind: ImportKind): readonly Column[] => COLUMNS[kind];
