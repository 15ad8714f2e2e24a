import assert from 'node:assert/strict';
import { createServiceUrls } from '../../../bot/door/service-urls.ts';

const hosts = [
  'smba.trafficmanager.net',
  '*.botframework.com',
  '*.botframework.azure.us',
  'smba.infra.gcc.teams.microsoft.com',
];
const production = createServiceUrls({ hosts });
const sandbox = createServiceUrls({ hosts, loopback: true });

const allowed = [
  'https://smba.trafficmanager.net',
  'https://smba.trafficmanager.net/',
  'https://smba.trafficmanager.net/amer/',
  'https://smba.trafficmanager.net/uk/11111111-1111-1111-1111-111111111111/',
  'https://europe.webchat.botframework.com/',
  'https://pr1.botframework.azure.us/teams',
  'https://smba.infra.gcc.teams.microsoft.com/teams/',
];

const refused = [
  '',
  'x',
  'http://smba.trafficmanager.net/amer/',
  'ftp://smba.trafficmanager.net/',
  'HTTPS://smba.trafficmanager.net/',
  'https:/smba.trafficmanager.net/',
  'https:smba.trafficmanager.net',
  '//smba.trafficmanager.net/',
  ' https://smba.trafficmanager.net/',
  'https://smba.trafficmanager.net/\n',
  'https://smba.trafficmanager.net/\r\nHost: evil.example',
  'https://smba.trafficmanager.net\t/',
  'https://smba.trafficmanager.net\u0000.evil.example/',
  'https://evil.example/',
  'https://evil.example/smba.trafficmanager.net/',
  'https://evil.example/?smba.trafficmanager.net',
  'https://evil.example/#smba.trafficmanager.net',
  'https://smba.trafficmanager.net@evil.example/',
  'https://smba.trafficmanager.net:443@evil.example/',
  'https://user@smba.trafficmanager.net/',
  'https://user:secret@smba.trafficmanager.net/',
  'https://smba.trafficmanager.net:443/',
  'https://smba.trafficmanager.net:8443/',
  'https://smba.trafficmanager.net./',
  'https://smba.trafficmanager.net../',
  'https://.smba.trafficmanager.net/',
  'https://smba.trafficmanager.net.evil.example/',
  'https://evilsmba.trafficmanager.net/',
  'https://x.smba.trafficmanager.net/',
  'https://SMBA.trafficmanager.net/',
  'https://botframework.com/',
  'https://evilbotframework.com/',
  'https://api.botframework.com.evil.example/',
  'https://smba%2etrafficmanager.net/',
  'https://evil.example%2f.botframework.com/',
  'https://evil.example\\.botframework.com/',
  'https://evil.example\\@smba.trafficmanager.net/',
  'https://smba。trafficmanager.net/',
  'https://ｓmba.trafficmanager.net/',
  'https://smbа.trafficmanager.net/',
  'https://xn--smb-7cd.botframework.com@evil.example/',
  'https://smba.trafficmanager.net/../evil',
  'https://smba.trafficmanager.net//evil.example/',
  'https://smba.trafficmanager.net/%2e%2e/',
  'https://smba.trafficmanager.net/?x=1',
  'https://smba.trafficmanager.net/#x',
  'https://smba.trafficmanager.net/a;b=c',
  'https://127.0.0.1/',
  'https://169.254.169.254/',
  'https://[::1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://0x7f000001/',
  'https://2130706433/',
  'https://localhost/',
  `https://smba.trafficmanager.net/${'a'.repeat(600)}`,
];

const loopback = [
  'http://127.0.0.1:3978',
  'http://127.0.0.1:56150/_connector',
  'http://localhost:56150/_connector/',
  'https://localhost:1/',
  'http://[::1]:8080/teams/',
];

const notLoopback = [
  'http://127.0.0.1:0/',
  'http://127.0.0.1:65536/',
  'http://127.0.0.1:1@evil.example/',
  'http://user@127.0.0.1:1/',
  'http://127.0.0.1.evil.example/',
  'http://localhost.evil.example/',
  'http://127.0.0.2/',
  'http://0.0.0.0/',
  'http://10.0.0.4/',
  'http://[::ffff:10.0.0.4]/',
  'http://127.1/',
];

describe('service urls', () => {
  for (const url of allowed) {
    it(`are Teams' own: ${url}`, () => {
      const parsed = production.parse(url);
      assert.equal(`${parsed?.origin}${parsed?.path}`, url.replace(/\/$/, ''));
    });
  }

  it(`are none of ${refused.length} other ways to write an address, here or in the sandbox`, () => {
    for (const url of refused) {
      assert.equal(production.parse(url), undefined, JSON.stringify(url));
      if (!/^https:\/\/(127\.0\.0\.1|\[::1\]|localhost)\//.test(url)) {
        assert.equal(sandbox.parse(url), undefined, JSON.stringify(url));
      }
    }
  });

  it('may be on this machine in the sandbox, and only there', () => {
    for (const url of loopback) {
      assert.ok(sandbox.parse(url), url);
      assert.equal(production.parse(url), undefined, url);
    }
    for (const url of notLoopback) assert.equal(sandbox.parse(url), undefined, url);
  });
});
