import { readFileSync } from 'node:fs';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

/** What came back: redirects are not followed. */
export interface Visited {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** A browser as far as sign-in needs one: it keeps our cookies, trusts the sandbox's CA, and follows a redirect when told. */
export class Browser {
  readonly cookies = new Map<string, string>();
  /** Every cookie as it was set, with its attributes. */
  readonly setCookies: string[] = [];
  readonly #ca: Buffer;

  constructor(caPath: string) {
    this.#ca = readFileSync(caPath);
  }

  get(url: string): Promise<Visited> {
    return this.#visit('GET', url);
  }

  /** Presses the button of a page of ours. */
  post(url: string): Promise<Visited> {
    return this.#visit('POST', url);
  }

  /** Opens a page of ours and goes through the login as that person; the address that the login sends back to. */
  async authorize(url: string, upn: string): Promise<string> {
    const login = new URL((await this.get(url)).headers.location ?? '');
    login.searchParams.set('login_hint', upn);
    const { headers } = await this.get(login.href);
    return new URL(headers.location ?? '').href;
  }

  /** Opens a page of ours, signs in as that person, and comes back to the page. */
  async signIn(url: string, upn: string): Promise<Visited> {
    const done = await this.get(await this.authorize(url, upn));
    return await this.get(new URL(done.headers.location ?? '', url).href);
  }

  #visit(method: 'GET' | 'POST', address: string): Promise<Visited> {
    const url = new URL(address);
    const isOurs = url.protocol === 'http:';
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = isOurs && cookie ? { cookie } : {};
    return new Promise((resolve, reject) => {
      const send = isOurs ? requestHttp : requestHttps;
      const asked = send(url, { method, headers, ca: this.#ca, agent: false }, async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk as Buffer);
        this.#keep(response.headers['set-cookie'] ?? []);
        const { location, ...others } = response.headers;
        resolve({
          status: response.statusCode ?? 0,
          headers: { ...(others as Record<string, string>), location },
          body: Buffer.concat(chunks).toString(),
        });
      });
      asked.on('error', reject).end();
    });
  }

  #keep(cookies: readonly string[]): void {
    for (const cookie of cookies) {
      this.setCookies.push(cookie);
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      this.cookies.set(name, value);
    }
  }
}
