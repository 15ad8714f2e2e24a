/** Where the answers to an activity may be posted, with our token: the addresses of Teams' connector and nothing else. */
export interface ServiceUrls {
  /** The address taken apart, or undefined where it is none that we talk to. */
  parse(serviceUrl: string): ServiceUrl | undefined;
}

export interface ServiceUrl {
  readonly origin: string;
  /** Without a slash at the end; empty for an address without a path. */
  readonly path: string;
}

export interface ServiceUrlOptions {
  /** Host names; `*.example.com` is every name below that one, but not the name itself. */
  readonly hosts: readonly string[];
  /** Also http and ports, on this machine's loopback addresses; for the sandbox alone. Default false. */
  readonly loopback?: boolean;
}

/**
 * Only what Teams really sends is taken: lower-case scheme and host, a path of plain segments. User names, ports, dots at the end,
 * escapes, queries and letters beyond ASCII do not match, so nothing here depends on how a URL parser reads them.
 */
const teamsUrl = /^https:\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)+)((?:\/[\w-][\w.-]*)*)\/?$/;
const loopbackUrl = /^(https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::([1-9]\d{0,4}))?)((?:\/[\w-][\w.-]*)*)\/?$/;
const longest = 512;
/** A tenant sees a handful of addresses; more than this means somebody makes them up. */
const remembered = 256;

export function createServiceUrls(options: ServiceUrlOptions): ServiceUrls {
  const names = new Set(options.hosts.filter((host) => !host.startsWith('*.')).map((host) => host.toLowerCase()));
  const domains = options.hosts.filter((host) => host.startsWith('*.')).map((host) => host.slice(1).toLowerCase());
  const known = new Map<string, ServiceUrl>();

  function read(serviceUrl: string): ServiceUrl | undefined {
    if (serviceUrl.length > longest) return undefined;
    const [, host, path = ''] = teamsUrl.exec(serviceUrl) ?? [];
    if (host !== undefined && (names.has(host) || domains.some((domain) => host.endsWith(domain)))) {
      return { origin: `https://${host}`, path };
    }
    if (!options.loopback) return undefined;
    const [, origin, port, localPath = ''] = loopbackUrl.exec(serviceUrl) ?? [];
    return origin === undefined || Number(port ?? 0) > 65_535 ? undefined : { origin, path: localPath };
  }

  return {
    parse(serviceUrl) {
      const seen = known.get(serviceUrl);
      if (seen) return seen;
      const parsed = read(serviceUrl);
      if (parsed && known.size < remembered) known.set(serviceUrl, parsed);
      return parsed;
    },
  };
}
