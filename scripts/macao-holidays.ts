/**
 * The public holidays of Macao (Executive Order 60/2000) with the days of rest given in their place to the public
 * administration, as the government publishes them year by year (gov.mo, 公眾假期); each day MM-DD. No maintained package
 * knows them. The afternoons off before the two New Years are left out: those days are working days. Checked: 2026 with
 * the government's own table, 2025 with a copy of it.
 */
export const MACAO_HOLIDAYS: Readonly<
  Record<number, { readonly holidays: string; readonly instead: string }>
> = {
  2025: {
    holidays:
      '01-01 01-29 01-30 01-31 04-04 04-18 04-19 05-01 05-05 05-31 10-01 10-02 10-07 10-29 11-02 12-08 12-20 12-21 12-24 12-25',
    instead: '04-21 06-02 11-03 12-22 12-23',
  },
  2026: {
    holidays:
      '01-01 02-17 02-18 02-19 04-03 04-04 04-05 05-01 05-24 06-19 09-26 10-01 10-02 10-18 11-02 12-08 12-20 12-22 12-24 12-25',
    instead: '04-06 04-07 05-25 09-28 10-19 12-21',
  },
};
