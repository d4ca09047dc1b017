import { expect } from 'chai';
import { ConfigError, parseConfig, settingsMarkdown, unknownSettings } from '../../../api/settings/config.ts';

describe('Configuration', () => {
  it('has a default for all that it needs', () => {
    expect(parseConfig({})).to.include({
      data: './data',
      host: '127.0.0.1',
      port: 8080,
      network: 'embedded',
      demo: false,
    });
  });

  it('prefers a flag to a variable, and a variable to the default', () => {
    expect(parseConfig({ LUDENG_PORT: '9000' }).port).to.equal(9000);
    expect(parseConfig({ LUDENG_PORT: '9000' }, { port: 0, demo: true })).to.include({ port: 0, demo: true });
    expect(parseConfig({ LUDENG_PORT: '' }).port).to.equal(8080);
  });

  it('names every wrong variable with its remedy, and prints no secret', () => {
    const wrong = { LUDENG_PORT: '80x', LUDENG_LOG_LEVEL: 'loud', LUDENG_KEYSTORE_PASSPHRASE: 'hunter2' };
    let error: unknown;
    try {
      parseConfig(wrong);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).to.be.instanceOf(ConfigError);
    const { message, errors } = error as ConfigError;
    expect(errors.map(({ variable }) => variable)).to.have.members(Object.keys(wrong));
    expect(message)
      .to.contain('LUDENG_PORT is not a whole number ("80x"). Give a port number')
      .and.not.to.contain('hunter2');
  });

  it('finds variables that are most likely misspelt', () => {
    expect(unknownSettings({ LUDENG_PROT: '1', LUDENG_PORT: '1', PATH: '' })).to.deep.equal(['LUDENG_PROT']);
  });

  it('is documented from its own definition', () => {
    expect(settingsMarkdown()).to.contain('| `LUDENG_PORT` | `8080` | port of the API');
  });
});
