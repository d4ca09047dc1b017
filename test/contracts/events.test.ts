import { expect } from 'chai';
import { EVENT_SIGNATURES, TOPICS, type EventName } from '../../domain/registrations/events.ts';
import { freshRegistry, type Registry } from '../support/registry.ts';

/** Events that change nothing in the register: of the libraries that we use, and what became of an act among many. */
const GOVERNANCE = ['AuthorityUpdated', 'EIP712DomainChanged', 'ActRefused'];

describe('the events that domain/ decodes', () => {
  let registry: Registry;

  before(async () => {
    registry = await freshRegistry();
  });

  it('are those that the contracts declare, topic by topic, and indexed alike', () => {
    const declared = new Map<string, { topic: string; indexed: string[] }>();
    for (const [name, abi] of Object.entries(registry.interfaces)) {
      if (name === 'AccessManager') continue;
      abi.forEachEvent(({ name: event, topicHash, inputs }) => {
        const indexed = inputs.filter((input) => input.indexed === true).map((input) => input.name);
        if (!GOVERNANCE.includes(event)) declared.set(event, { topic: topicHash, indexed });
      });
    }
    const names = Object.keys(EVENT_SIGNATURES) as EventName[];
    expect([...declared.keys()].sort()).to.deep.equal([...names].sort());
    for (const name of names) {
      const indexed = [...EVENT_SIGNATURES[name].matchAll(/indexed (\w+)/g)].map(([, field]) => field);
      expect(declared.get(name), name).to.deep.equal({ topic: TOPICS[name], indexed });
    }
  });
});
