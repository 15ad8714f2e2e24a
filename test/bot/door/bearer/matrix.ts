import { base64url, type IssuerKey, makeKey, signToken } from '../../../support/token-issuer.ts';

type Json = Record<string, unknown>;

/** A request in the making: an honest one, until dimensions change something about it. */
export interface Attempt {
  header: Json;
  payload: unknown;
  signer: IssuerKey;
  /** What happens to the signed token. */
  mangle: (token: string) => string;
  /** What the Authorization headers are made of. */
  frame: (token: string) => string[];
  activity: Json;
}

export interface Scene {
  readonly appId: string;
  readonly tenantId: string;
  readonly serviceUrl: string;
  /** Seconds since 1970. */
  readonly now: number;
  readonly key: IssuerKey;
  readonly unendorsed: IssuerKey;
  readonly webchat: IssuerKey;
}

export type Change = (attempt: Attempt, scene: Scene) => void;

const stranger = makeKey('stranger');
const evilTenant = '99999999-9999-4999-8999-999999999999';

const header =
  (change: Json): Change =>
  (attempt) => {
    attempt.header = { ...attempt.header, ...change };
  };
const claim =
  (change: (scene: Scene) => Json): Change =>
  (attempt, scene) => {
    if (typeof attempt.payload === 'object') attempt.payload = { ...attempt.payload, ...change(scene) };
  };
const field =
  (change: (scene: Scene) => Json): Change =>
  (attempt, scene) => {
    attempt.activity = { ...attempt.activity, ...change(scene) };
  };
const frame =
  (make: (token: string) => string[]): Change =>
  (attempt) => {
    attempt.frame = make;
  };
const mangle =
  (change: (token: string) => string): Change =>
  (attempt) => {
    attempt.mangle = change;
  };
const signedBy =
  (choose: (scene: Scene) => IssuerKey, kid?: string): Change =>
  (attempt, scene) => {
    attempt.signer = choose(scene);
    attempt.header = { ...attempt.header, kid: kid ?? attempt.signer.kid };
  };
const times = (nbf: number | undefined, exp: number | undefined): Change =>
  claim(({ now }) => ({
    nbf: nbf === undefined ? undefined : now + nbf,
    exp: exp === undefined ? undefined : now + exp,
  }));
const day = 86_400;

/** Every way in which a request was ever seen to be wrong, a list for each part of it; right ones among them. */
export const dimensions: Readonly<Record<string, Readonly<Record<string, Change>>>> = {
  algorithm: Object.fromEntries(
    ['none', 'None', 'HS256', 'PS256', 'ES256', 'RS384', 'rs256', undefined, 1].map((alg) => [
      String(alg),
      header({ alg }),
    ]),
  ),
  header: {
    'own key': header({ jwk: stranger.publicKey.export({ format: 'jwk' }) }),
    'own key set': header({ jku: 'https://127.0.0.1:9/keys', x5u: 'https://127.0.0.1:9/cert' }),
    'another type': header({ typ: 'at+jwt' }),
    critical: header({ crit: ['exp'] }),
    unencoded: header({ b64: false, crit: ['b64'] }),
  },
  kid: {
    unknown: header({ kid: 'nobody' }),
    missing: header({ kid: undefined }),
    empty: header({ kid: '' }),
    'a path': header({ kid: '../../dev/null' }),
    'a number': header({ kid: 1 }),
    'a property': header({ kid: '__proto__' }),
    "another key's": (attempt, { webchat }) => header({ kid: webchat.kid })(attempt, undefined as never),
  },
  signature: {
    "a stranger's": signedBy(() => stranger, 'k1'),
    truncated: mangle((token) => token.slice(0, -4)),
    empty: mangle((token) => token.replace(/[^.]*$/, '')),
    'of another payload': mangle((token) => {
      const [head, , end] = token.split('.');
      return `${head}.${base64url({ iss: 'https://api.botframework.com' })}.${end}`;
    }),
    'one bit off': mangle((token) => {
      const at = token.length - 20;
      return token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
    }),
  },
  issuer: Object.fromEntries(
    [
      'https://api.botframework.us',
      'https://sts.windows.net/11111111-1111-4111-8111-111111111111/',
      `https://sts.windows.net/${evilTenant}/`,
      `https://login.microsoftonline.com/${evilTenant}/v2.0`,
      'https://api.botframework.com/',
      'https://API.botframework.com',
      ['https://api.botframework.com'],
      undefined,
      null,
    ].map((iss) => [JSON.stringify(iss) ?? 'missing', claim(() => ({ iss }))]),
  ),
  audience: {
    another: claim(() => ({ aud: evilTenant })),
    'in a list': claim(({ appId }) => ({ aud: [appId] })),
    'among others': claim(({ appId }) => ({ aud: [evilTenant, appId] })),
    missing: claim(() => ({ aud: undefined })),
    'in capitals': claim(({ appId }) => ({ aud: appId.toUpperCase() })),
    'as a prefix': claim(({ appId }) => ({ aud: `${appId}/` })),
  },
  time: {
    'ended, within the skew': times(-3600, -290),
    'ended, beyond the skew': times(-3600, -310),
    'begins within the skew': times(290, 3600),
    'begins beyond the skew': times(310, 3600),
    'no end': times(0, undefined),
    'no beginning': times(undefined, 3600),
    'a whole day': times(0, day),
    'more than a day': times(-10, day),
    'a hundred years': times(0, 36_500 * day),
    'an end in words': claim(({ now }) => ({ exp: String(now + 3600) })),
    'a fraction': times(-0.5, 3600.5),
    'issued next year': claim(({ now }) => ({ iat: now + 365 * day })),
  },
  'service url in the token': {
    another: claim(() => ({ serviceurl: 'https://smba.trafficmanager.net/emea/' })),
    missing: claim(() => ({ serviceurl: undefined })),
    empty: claim(() => ({ serviceurl: '' })),
    'in capitals': claim(({ serviceUrl }) => ({ serviceurl: serviceUrl.toUpperCase() })),
    'a list': claim(({ serviceUrl }) => ({ serviceurl: [serviceUrl] })),
    'named otherwise': claim(({ serviceUrl }) => ({ serviceurl: undefined, serviceUrl })),
  },
  'service url in the activity': {
    another: field(() => ({ serviceUrl: 'https://smba.trafficmanager.net/emea/' })),
    missing: field(() => ({ serviceUrl: undefined })),
    empty: field(() => ({ serviceUrl: '' })),
    null: field(() => ({ serviceUrl: null })),
    'in the clear': field(() => ({ serviceUrl: 'http://smba.trafficmanager.net/amer/' })),
    'with a user': field(() => ({ serviceUrl: 'https://smba.trafficmanager.net@evil.example/' })),
    'not allowed in both': (attempt, scene) => {
      claim(() => ({ serviceurl: 'https://evil.example/' }))(attempt, scene);
      field(() => ({ serviceUrl: 'https://evil.example/' }))(attempt, scene);
    },
  },
  channel: Object.fromEntries(
    ['webchat', '', '  ', null, undefined, 7, 'AseChannel', 'emulator', 'MSTeams'].map((channelId) => [
      JSON.stringify(channelId) ?? 'missing',
      field(() => ({ channelId })),
    ]),
  ),
  endorsements: {
    'of another channel': signedBy(({ webchat }) => webchat),
    none: signedBy(({ unendorsed }) => unendorsed),
  },
  tenant: {
    another: field(() => ({
      conversation: { id: 'c', tenantId: evilTenant },
      channelData: { tenant: { id: evilTenant } },
    })),
    'another in the conversation': field(() => ({ conversation: { id: 'c', tenantId: evilTenant } })),
    'another in the channel data': field(() => ({ channelData: { tenant: { id: evilTenant } } })),
    'missing in the conversation': field(() => ({ conversation: { id: 'c' } })),
    'missing in the channel data': field(() => ({ channelData: {} })),
    'no channel data': field(() => ({ channelData: undefined })),
    'a list': field(({ tenantId }) => ({ channelData: { tenant: { id: [tenantId] } } })),
  },
  frame: {
    'no header': frame(() => []),
    empty: frame(() => ['']),
    'lower case': frame((token) => [`bearer ${token}`]),
    'two spaces': frame((token) => [`Bearer  ${token}`]),
    'no scheme': frame((token) => [token]),
    basic: frame(() => [`Basic ${base64url('a:b')}`]),
    'two parts': mangle((token) => token.split('.').slice(0, 2).join('.')),
    'five parts': mangle((token) => `${token}.e30.e30`),
    twice: frame((token) => [`Bearer ${token}`, `Bearer ${token}`]),
    'two at once': frame((token) => [`Bearer ${token}, Bearer ${token}`]),
    padded: mangle((token) => `${token}=`),
    'too long': frame((token) => [`Bearer ${token}${'A'.repeat(9000)}`]),
  },
  payload: {
    null: (attempt) => {
      attempt.payload = null;
    },
    'a list': (attempt) => {
      attempt.payload = [attempt.payload];
    },
    'a text': (attempt) => {
      attempt.payload = '"text"';
    },
    'no JSON': (attempt) => {
      attempt.payload = '{';
    },
    "a person's": claim(() => ({
      scp: 'access_as_user',
      oid: evilTenant,
      iss: `https://sts.windows.net/${evilTenant}/`,
    })),
    "an app's": claim(({ appId }) => ({ appid: appId, azp: appId, iss: `https://sts.windows.net/${evilTenant}/` })),
  },
};

/** A request with nothing wrong, then changed. */
export function attempt(scene: Scene, changes: readonly Change[]): { authorization: string[]; activity: Json } {
  const { appId, tenantId, serviceUrl, now, key } = scene;
  const made: Attempt = {
    header: { alg: 'RS256', typ: 'JWT', kid: key.kid },
    payload: {
      iss: 'https://api.botframework.com',
      aud: appId,
      nbf: now - 60,
      exp: now + 3600,
      serviceurl: serviceUrl,
    },
    signer: key,
    mangle: (token) => token,
    frame: (token) => [`Bearer ${token}`],
    activity: {
      type: 'message',
      id: '1',
      channelId: 'msteams',
      serviceUrl,
      from: { id: '29:researcher' },
      conversation: { id: 'a:1', tenantId },
      channelData: { tenant: { id: tenantId } },
      text: 'hello',
    },
  };
  for (const change of changes) change(made, scene);
  const token = made.mangle(signToken(made.header, made.payload, made.signer));
  return { authorization: made.frame(token), activity: made.activity };
}
