import { expect } from 'chai';
import { AbiError } from '../../../domain/encoding/abi.ts';
import { decodeLog, EVENT_SIGNATURES, TOPICS } from '../../../domain/registrations/events.ts';
import { ZERO_WORD } from '../../../domain/encoding/hash.ts';
import { EMITTER, idOf, interestRegistered, logOf, partyRenamed, rightRegistered } from '../history.ts';

describe('events', () => {
  it('have a topic each', () => {
    expect(new Set(Object.values(TOPICS)).size).to.equal(Object.keys(EVENT_SIGNATURES).length);
  });

  it('are decoded from topics and data, to names and values', () => {
    expect(decodeLog(partyRenamed(7, idOf('P'), '新名'))).to.deep.equal({
      name: 'PartyRenamed',
      args: {
        party: idOf('P'),
        registrant: 1n,
        sequence: 7n,
        time: 1_700_000_007,
        legalName: '新名',
        evidence: idOf('新名'),
      },
    });
    const args = { number: 3, key: EMITTER, time: 9 };
    expect(decodeLog(logOf('KeyRemoved', args))).to.deep.equal({ name: 'KeyRemoved', args });
  });

  it('of other contracts are nothing to us', () => {
    expect(decodeLog({ address: EMITTER, topics: [ZERO_WORD], data: '0x' })).to.equal(undefined);
    expect(decodeLog({ address: EMITTER, topics: [], data: '0x' })).to.equal(undefined);
  });

  it('must have the data that their topic promises', () => {
    for (const log of [
      rightRegistered(1, idOf('A'), idOf('P')),
      interestRegistered(1, idOf('P'), [idOf('A')]),
    ]) {
      const data = log.data.slice(0, -64) as typeof log.data;
      expect(() => decodeLog({ ...log, data })).to.throw(AbiError);
    }
  });
});
