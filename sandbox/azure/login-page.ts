function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const style = `
  body { font: 16px/1.5 system-ui, sans-serif; background: #f3f2f1; margin: 0; display: grid; min-height: 100vh; place-items: center }
  main { background: #fff; padding: 2.5rem; width: 22rem; max-width: 90vw; box-shadow: 0 2px 8px #0002; border-radius: 4px; box-sizing: border-box }
  h1 { font-size: 1.4rem; font-weight: 600; margin: 0 0 .25rem } p { color: #605e5c; margin: 0 0 1rem }
  a { display: block; padding: .6rem .75rem; margin: .25rem -.75rem; border-radius: 4px; color: inherit; text-decoration: none }
  a:hover, a:focus { background: #f3f2f1 } small { color: #605e5c; display: block }`;

function page(title: string, content: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${style}</style></head><body><main>${content}</main></body></html>`;
}

/** The page on which one picks who to be; each link signs that person in. */
export function pickPersonPage(choices: readonly { name: string; upn: string; href: string }[]): string {
  const links = choices.map(
    ({ name, upn, href }) => `<a href="${escapeHtml(href)}">${escapeHtml(name)}<small>${escapeHtml(upn)}</small></a>`,
  );
  return page('Pick an account', `<h1>Pick an account</h1><p>The sandbox's sign-in. No password.</p>${links.join('')}`);
}

/** A page that posts these fields on by itself (OAuth 2.0 Form Post Response Mode). */
export function formPostPage(action: string, fields: Readonly<Record<string, string>>): string {
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  return page(
    'Signing in',
    `<form method="post" action="${escapeHtml(action)}">${inputs.join('')}<button>Continue</button></form><script>document.forms[0].submit()</script>`,
  );
}

export function signInErrorPage(text: string): string {
  return page('Sign in', `<h1>Sorry, but we’re having trouble signing you in.</h1><p>${escapeHtml(text)}</p>`);
}
