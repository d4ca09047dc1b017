import { expect } from 'chai';
import { contractCoverage, mochaOutcome } from '../../../api/cli/testing/output.ts';

describe('what test runners print', () => {
  it('counts by the last closing lines, whatever the tests themselves print', () => {
    const output =
      '  99 passing (1s)\n  a test\n\n  \u001b[32m12 passing\u001b[0m (3s)\n  2 pending\n  1 failing\n\n  1) x';
    expect(mochaOutcome(output)).to.deep.equal({ passed: 12, failed: 1, skipped: 2 });
  });

  it('counts a run without failures', () => {
    expect(mochaOutcome('\n\n  1 passing (491ms)\n')).to.deep.equal({ passed: 1, failed: 0, skipped: 0 });
  });

  it('knows that a run which broke off has no result', () => {
    expect(mochaOutcome('SyntaxError: 3 passing thoughts')).to.equal(undefined);
  });

  it('reads the coverage of contracts, file by file', () => {
    const table = [
      '║ \u001b[33mFile Path\u001b[39m                 │ Line % │ Statement % │ Uncovered Lines ║',
      '╟──────────────────┼────────┼─────────────┼─────────────────╢',
      '║ contracts/A.sol  │ 50.00  │ 37.50       │ 9-11, 14        ║',
      '║ contracts/B.sol  │ 100.00 │ 100.00      │ -               ║',
      '║ Total            │ 75.00  │ 68.75       │                 ║',
    ].join('\n');
    expect(contractCoverage(table)).to.deep.equal([
      { file: 'contracts/A.sol', lines: 50, statements: 37.5, uncoveredLines: '9-11, 14' },
      { file: 'contracts/B.sol', lines: 100, statements: 100, uncoveredLines: '-' },
    ]);
  });
});
