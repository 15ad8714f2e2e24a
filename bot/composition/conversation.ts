import { derivedKey } from '../../services/credentials/keys.ts';
import { Digests } from '../../services/people/digests.ts';
import type { Person } from '../../services/people/people.ts';
import { actions } from '../actions/index.ts';
import { Conversations } from '../conversations.ts';
import { Desk } from '../desk.ts';
import { Dispatch } from '../dispatch.ts';
import { createServiceUrls } from '../door/service-urls.ts';
import { noLimits, teamsLimits } from '../messenger/throttle.ts';
import { Messenger } from '../messenger.ts';
import { ArchiveNews } from '../news/archive-news.ts';
import { BudgetChannelNews } from '../news/budget-channel-news.ts';
import { BudgetNews } from '../news/budget-news.ts';
import { Courier } from '../news/courier.ts';
import { DigestNews } from '../news/digest-news.ts';
import { EndingNews } from '../news/ending-news.ts';
import { GhostNews } from '../news/ghost-news.ts';
import { MachineNews } from '../news/machine-news.ts';
import { MemberNews } from '../news/member-news.ts';
import { Reach } from '../news/reach.ts';
import { RequestNews } from '../news/request-news.ts';
import { ReviewNews } from '../news/review-news.ts';
import { ScheduleNews } from '../news/schedule-news.ts';
import { SetupNews } from '../news/setup-news.ts';
import { StopAllNews } from '../news/stop-all-news.ts';
import { TrainingNews } from '../news/training-news.ts';
import { Nonces } from '../nonces.ts';
import { Questions } from '../questions.ts';
import { Speaker } from '../speaker.ts';
import { TeamsAdapter } from '../teams-adapter.ts';
import { TeamsBot } from '../teams-bot.ts';
import { slowTurns } from '../turns/slow-turns.ts';
import type { Talk } from '../turns/turn.ts';
import { Lookup } from '../understanding/lookup.ts';
import { Nameables } from '../understanding/nameables.ts';
import { Vocabularies } from '../understanding/vocabularies.ts';
import { registerAnnouncements } from './announcements.ts';
import type { Foundation } from './foundation.ts';
import type { Rules } from './rules.ts';

/** Where Teams is reached before anybody was met (Teams, "Send proactive messages": the global service URL). */
const globalServiceUrl = 'https://smba.trafficmanager.net/teams/';

/** Teams delivers again after 15 s. */
const patienceInMs = 12_000;

export type Conversation = ReturnType<typeof createConversation>;

/** What is said: understood and answered in turns, and unasked where something has changed. */
export function createConversation(foundation: Foundation, rules: Rules, secret: Buffer) {
  const { config, log, inSandbox, clock, store, tokens, meter, mail, installer } = foundation;
  const { changes, effects, turns, people, services } = rules;
  const {
    accessReviews,
    channelBindings,
    members,
    machines,
    workspaces,
    postedCards,
    requestLists,
    spendings,
    budgets,
  } = services;
  const { MICROSOFT_APP_ID: appId, TENANT_ID: tenantId, TIME_ZONE: timeZone, PUBLIC_URL: publicUrl } = config;

  const serviceUrls = createServiceUrls({ hosts: config.SERVICE_URL_HOSTS, loopback: inSandbox });
  const limits = config.SANDBOX_TEAMS_LIMITS === false ? noLimits : teamsLimits;
  const messenger = new Messenger({ serviceUrls, tokens, appId, tenantId, limits });
  const nonces = new Nonces(derivedKey(secret, 'nonces'));
  const speaker = new Speaker(messenger, people, nonces, log);
  const serviceUrl = inSandbox ? undefined : globalServiceUrl;
  const reach = new Reach({ people, messenger, clock, log, installer, serviceUrl });
  const courier = new Courier({ speaker, reach, people, postedCards, clock, log, mail });

  const nameables = new Nameables(services);
  const lookup = new Lookup(services, nameables);
  const questions = new Questions(services, nameables);
  const dispatch = new Dispatch({ actions, services, lookup, questions, now: () => clock.now() });
  const vocabularies = new Vocabularies(services, nameables);
  const understanding = once(async () => new (await import('../understand.ts')).Understanding(actions));
  const dialog = onceFor(async (talk: Talk) => new (await import('../dialogs/action-dialog.ts')).ActionDialog(talk));
  const desk = new Desk({ actions, dispatch, lookup, nameables, vocabularies, understanding, dialog });
  const conversations = new Conversations(store, clock);
  const bot = new TeamsBot({
    channelBindings,
    desk,
    members,
    conversations,
    people,
    nonces,
    speaker,
    clock,
    publicUrl,
    log,
  });
  const patience = { ms: patienceInMs, ...slowTurns(log) };
  const adapter = new TeamsAdapter(
    messenger,
    async (context) => {
      const run = async () => await bot.run(context);
      await turns.turn(async () => (inSandbox ? await meter.turn(context.activity.type, run) : await run()));
    },
    patience,
  );

  new MachineNews({ courier, machines, workspaces, budgets, spendings, people, clock, log }).register(effects);
  new MemberNews({ courier, workspaces, log }).register(effects);
  new TrainingNews({ courier, trainings: services.trainings, members, workspaces, clock }).register(effects);
  new ReviewNews({ courier, accessReviews, members, workspaces, clock, log }).register(effects);
  new BudgetChannelNews({ courier, workspaces, clock }).register(effects);
  new BudgetNews({ courier, members, people, spendings, workspaces, clock, log }).register(effects);
  const digests = new Digests({ changes, people, clock, timeZone });
  new RequestNews({ courier, digests, people, workspaces, clock, log }).register(effects);
  const overview = async (person: Person, now: Date) => await requestLists.overview(person, tenantId, now);
  new GhostNews({ courier, changes, members, people, workspaces, clock, log }).register(effects);
  new ScheduleNews({ courier, changes, members, people, spendings, workspaces, clock, log }).register(effects);
  new DigestNews({ courier, people, overview, timeZone, clock, log }).register(effects);
  registerAnnouncements(foundation, rules, courier);
  new ArchiveNews({ courier, people, archives: services.archives, workspaces, clock, log }).register(effects);
  new EndingNews({ courier, people, endings: services.endings, workspaces, log }).register(effects);
  new SetupNews({ courier, people, postedCards, setups: services.setups, clock, log }).register(effects);
  new StopAllNews({ courier, people, workspaces, log }).register(effects);
  return { adapter, messenger, serviceUrls, desk, understanding };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function onceFor<A, T>(make: (argument: A) => Promise<T>): (argument: A) => Promise<T> {
  let made: Promise<T> | undefined;
  return (argument) => {
    made ??= make(argument);
    return made;
  };
}
