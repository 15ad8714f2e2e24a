import { clientAssertion } from '../../services/azure/client-assertion.ts';
import { derivedKey } from '../../services/credentials/keys.ts';
import type { Services } from '../../services/services.ts';
import { credentialSettings } from '../config.ts';
import { BearerCheck } from '../door/bearer.ts';
import { HookBearer } from '../door/hook-bearer.ts';
import { messagesRoute } from '../door/messages-route.ts';
import { metricsRoute } from '../door/metrics.ts';
import type { Route } from '../door/route.ts';
import { connectorMetadataUrl, SigningKeys } from '../door/signing-keys.ts';
import { Gate } from '../gate.ts';
import { budgetHookRoutes } from '../pages/budget-hook.ts';
import { connectRoutes } from '../pages/connect-page.ts';
import { costsRoutes } from '../pages/costs-page.ts';
import { filesRoutes } from '../pages/files-page.ts';
import { recordsRoutes } from '../pages/records-page.ts';
import { SignIn } from '../pages/sign-in.ts';
import { createServer } from '../server.ts';
import type { Conversation } from './conversation.ts';
import type { Foundation } from './foundation.ts';
import { loginOf } from './login.ts';
import type { Rules } from './rules.ts';

/** What can be reached from outside: the bot's endpoint, the pages behind links, and whether all is well. */
export function createDoor(
  foundation: Foundation,
  { services, watch }: Rules,
  conversation: Conversation,
  secret: Buffer,
) {
  const { config, log, inSandbox, directory, azure, faultyStore, meter } = foundation;
  const { adapter, serviceUrls } = conversation;
  const { MICROSOFT_APP_ID: appId, TENANT_ID: tenantId, TIME_ZONE: timeZone } = config;
  const { connections, costLinks, fileLinks, records, workspaces } = services;
  const keys = new SigningKeys({ metadataUrl: config.OPENID_METADATA_URL ?? connectorMetadataUrl });
  const isOpen = inSandbox && !config.SANDBOX_AUTH;
  const gate = new Gate({ tenantId, serviceUrls, bearer: isOpen ? undefined : new BearerCheck({ appId, keys }) });
  const signIn = inSandbox && !config.SANDBOX_SIGN_IN ? undefined : createSignIn(foundation, secret);
  return createServer({
    host: config.HOST,
    port: config.PORT,
    routes: [
      messagesRoute(gate, adapter),
      ...connectRoutes({ connections, workspaces, signIn, log }),
      ...filesRoutes({ fileLinks, workspaces, signIn, log, timeZone }),
      ...recordsRoutes({ records, workspaces, signIn, log, timeZone }),
      ...costsRoutes({ costLinks, workspaces, signIn, log, timeZone }),
      ...createBudgetHook(foundation, services),
      ...(signIn ? [signIn.route] : []),
      ...(faultyStore ? [metricsRoute(faultyStore, meter)] : []),
    ],
    checks: {
      store: watch.check('state'),
      queue: watch.check('queue'),
      directory: () => directory.check(),
      azure: () => azure.check(),
    },
    log,
  });
}

/** Where Azure's own budgets report. */
function createBudgetHook({ config, log }: Foundation, { budgets, workspaces }: Services): Route[] {
  const { SUBSCRIPTION_ID: subscriptionId, MICROSOFT_APP_ID: appId, TENANT_ID: tenantId } = config;
  const { login, metadataUrl } = loginOf(config);
  const keys = new SigningKeys({ metadataUrl });
  const bearer = config.BUDGET_HOOK_TOKENS ? new HookBearer({ appId, tenantId, login, keys }) : undefined;
  const secret = config.BUDGET_HOOK_SECRET;
  return budgetHookRoutes({ budgets, workspaces, subscriptionId, secret, bearer, log });
}

function createSignIn({ config, credential, log }: Foundation, secret: Buffer): SignIn {
  const { MICROSOFT_APP_ID: clientId, TENANT_ID: tenantId, PUBLIC_URL: publicUrl } = config;
  const { login, issuer } = loginOf(config);
  const endpoint = `${login}/${tenantId}/oauth2/v2.0/token`;
  const settings = credentialSettings(config);
  const proof =
    settings.kind === 'secret'
      ? { secret: settings.secret }
      : { assertion: async () => await clientAssertion(settings, credential, endpoint) };
  const key = derivedKey(secret, 'sign-in');
  return new SignIn({ issuer, clientId, tenantId, proof, publicUrl, key, log });
}
