import assert from 'node:assert/strict';
import { WorkspaceError } from '../../../services/errors.ts';
import { type DesktopAddress, rdpFile } from '../../../services/machines/rdp-file.ts';
import { anyText } from '../../support/any-text.ts';
import { fc } from '../../support/properties.ts';
import { runs } from '../../support/runs.ts';

/** Every key there may be, in its order; those of a gateway stand only where there is one. */
const keys = [
  'full address:s',
  'enablerdsaadauth:i',
  'enablecredsspsupport:i',
  'prompt for credentials:i',
  'authentication level:i',
  'redirectclipboard:i',
  'drivestoredirect:s',
  'redirectprinters:i',
  'redirectcomports:i',
  'redirectsmartcards:i',
  'redirectposdevices:i',
  'redirectlocation:i',
  'devicestoredirect:s',
  'usbdevicestoredirect:s',
  'camerastoredirect:s',
  'audiocapturemode:i',
];
const direct = [...keys, 'gatewayusagemethod:i'];
const throughGateway = [
  ...keys,
  'gatewayhostname:s',
  'gatewayusagemethod:i',
  'gatewayprofileusagemethod:i',
  'gatewaycredentialssource:i',
];
const closed = { clipboard: false, drives: false, printers: false };

/** As a client reads it: any of the line ends that some client takes for one, key and value parted at the second colon. */
function parse(file: string): [key: string, value: string][] {
  const lines = file.split(/\r\n|[\n\r\u0085\u2028\u2029\v\f]/);
  assert.equal(lines.pop(), '');
  return lines.map((line) => {
    const [, key = '', value = ''] = /^([^:]+:[a-z]):(.*)$/s.exec(line) ?? [];
    return [key, value];
  });
}

function refused(address: DesktopAddress): boolean {
  try {
    rdpFile(address, closed);
    return false;
  } catch (error) {
    assert.ok(error instanceof WorkspaceError && error.code === 'invalid', String(error));
    assert.doesNotMatch(error.message, /[\p{Cc}\u2028\u2029]/u);
    return true;
  }
}

describe('a connection file', () => {
  it('is this, byte for byte, for a Windows machine with Entra sign-in', () => {
    const expected = [
      'full address:s:onc-r.research.example',
      'enablerdsaadauth:i:1',
      'enablecredsspsupport:i:1',
      'prompt for credentials:i:1',
      'authentication level:i:1',
      'redirectclipboard:i:0',
      'drivestoredirect:s:',
      'redirectprinters:i:0',
      'redirectcomports:i:0',
      'redirectsmartcards:i:0',
      'redirectposdevices:i:0',
      'redirectlocation:i:0',
      'devicestoredirect:s:',
      'usbdevicestoredirect:s:',
      'camerastoredirect:s:',
      'audiocapturemode:i:0',
      'gatewayusagemethod:i:0',
      '',
    ].join('\r\n');

    assert.equal(rdpFile({ host: 'onc-r.research.example', entraSignIn: true }, closed), expected);
  });

  it('goes to the private address and asks about the machine where Entra sign-in is off', () => {
    const values = new Map(parse(rdpFile({ host: '10.1.0.5', entraSignIn: false }, closed)));

    assert.deepEqual(
      [values.get('full address:s'), values.get('enablerdsaadauth:i'), values.get('authentication level:i')],
      ['10.1.0.5', '0', '2'],
    );
  });

  it('goes through a gateway where there is one', () => {
    const file = parse(rdpFile({ host: 'onc-r', entraSignIn: true, gateway: 'rdp.example' }, closed));

    assert.deepEqual(
      file.map(([key]) => key),
      throughGateway,
    );
    assert.deepEqual(
      file.slice(-4).map(([, value]) => value),
      ['rdp.example', '1', '1', '0'],
    );
  });

  it('opens what the workspace allows and nothing else', () => {
    const opened = {
      'redirectclipboard:i': 'clipboard',
      'drivestoredirect:s': 'drives',
      'redirectprinters:i': 'printers',
    };
    for (const [key, policy] of Object.entries(opened)) {
      const shut = parse(rdpFile({ host: 'onc-r', entraSignIn: true }, closed));
      const file = parse(rdpFile({ host: 'onc-r', entraSignIn: true }, { ...closed, [policy]: true }));

      const changed = file.filter(([, value], at) => value !== shut[at]?.[1]);
      assert.deepEqual(changed, [[key, key === 'drivestoredirect:s' ? '*' : '1']]);
    }
  });

  it('holds no password and starts no program', () => {
    const file = rdpFile({ host: 'onc-r', entraSignIn: true, gateway: 'rdp.example' }, closed);

    assert.doesNotMatch(file, /password|username|shell|remoteapplication|alternate/i);
  });

  it('refuses an address with Entra sign-in, which needs a name', () => {
    for (const host of ['10.1.0.5', '192.168.178.200'])
      assert.throws(
        () => rdpFile({ host, entraSignIn: true }, closed),
        /needs the name of the machine, not its address\. Ask an admin/,
      );
  });

  it('refuses every control character and line separator, wherever it stands', () => {
    const controls = [...Array(32).keys(), ...Array.from({ length: 33 }, (_, at) => 0x7f + at), 0x2028, 0x2029];
    for (const code of controls) {
      const evil = `${String.fromCodePoint(code)}alternate shell:s:cmd.exe`;
      for (const host of [`onc-r${evil}`, `${evil}onc-r`, `onc${evil}-r`, `onc-r${String.fromCodePoint(code)}`]) {
        assert.ok(refused({ host, entraSignIn: true }), `U+${code.toString(16)}`);
        assert.ok(refused({ host: 'onc-r', entraSignIn: true, gateway: host }), `U+${code.toString(16)}`);
      }
    }
  });

  it('refuses whatever is no name of a host', () => {
    const names = ['', ' ', '-', '.', 'a b', 'a:3389', '[::1]', 'fe80::1', 'a/b', 'a\\b', 'a"b', 'ä.example', 'a.'];
    for (const host of [...names, `${'a'.repeat(254)}`]) assert.ok(refused({ host, entraSignIn: false }), host);
  });

  it('has the listed keys, each once and in their order, whatever it is made of', () => {
    const evil = fc.constantFrom(
      '\r\n',
      '\n',
      '\u2028',
      '\u0085',
      '\0',
      ':s:',
      'drivestoredirect:s:*',
      'full address:s:evil',
    );
    const host = fc.oneof(
      fc.domain(),
      fc.ipV4(),
      fc.string({ maxLength: 30 }),
      anyText({ maxLength: 30 }),
      fc.array(fc.oneof(evil, fc.domain()), { maxLength: 4 }).map((words) => words.join('')),
    );
    const policy = fc.record({ clipboard: fc.boolean(), drives: fc.boolean(), printers: fc.boolean() });
    fc.assert(
      fc.property(
        host,
        fc.option(host, { nil: undefined }),
        fc.boolean(),
        policy,
        (name, gateway, entraSignIn, allowed) => {
          let file: string;
          try {
            file = rdpFile({ host: name, entraSignIn, gateway }, allowed);
          } catch (error) {
            assert.ok(error instanceof WorkspaceError && error.code === 'invalid');
            return;
          }
          const lines = parse(file);
          assert.deepEqual(
            lines.map(([key]) => key),
            gateway ? throughGateway : direct,
          );
          assert.equal(lines[0]?.[1], name);
          assert.doesNotMatch(file.replaceAll('\r\n', ''), /[\p{Cc}\u2028\u2029]/u);
        },
      ),
      { numRuns: runs(2000, 120_000) },
    );
  });
});
