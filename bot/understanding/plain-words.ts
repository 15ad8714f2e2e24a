function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

/** Words that say nothing about what is wanted. */
export const fillers = words(`
  a an the this that these those it its he she they them him her his their theirs me i we us our ours you your yours u ur
  am is are was were be been being do does did has have had having can could would will shall should may might must
  please pls plz plse kindly thanks thank thx cheers ta ty tnx sorry excuse
  of to in on at for with from by into onto as than then so and or but also too though however therefore if while once
  just now right away quickly quick soon asap immediately urgently urgent straight today tomorrow currently moment meanwhile
  already yet still ever actually really very quite rather simply exactly only even appreciate maybe perhaps probably possible possibly able
  here there over back around about some any much kind sort bit little one ones thing things stuff
  well great nice cool perfect hm hmm um uh oh ah
  mr mrs dear hiya sir madam mate
  because since cause cuz until till before after during within between
  us going
  tonight morning evening afternoon night day week month year hour hours minute minutes
`);

/**
 * Everyday words near one of ours in spelling ("smart" is not "start"), so that they are never taken for it.
 */
export const plainWords = words(`
  accent acceptance addition additionally additions adopt alike altar annotating apple arise assets audio automation
  backed ball band bands became began begun bell black boast boat bolt bool boom boon bread broke broker budge built bull cage
  bend bent bird blind blond cake caller cancer card caret casts chance chances checker clam clash clean coast coat coats coke comet completely
  completer compliant conditional cone conform confuse confuses connector consents consisted consistency consistently
  consisting const content contexts convention correlation corruption cot cots crash crashes crate cure dawn decode
  decoded decryption defy dent descriptive descriptor diagnosis diagnostic directors discord discovery dope dose dote
  drift drown dying emit event exit expert expire expires extensive extent externally face facing fare fate fearing
  fill fills finance fist flies folded force forgot forks fun functional functionally gate giant god gold graft
  grafted grand grape gray greet greeting grew group grunt guid half hallow halls handler handy hard hat heap heath
  hero hug hunk ideal impart incite inflection informational informative injection insertion invalidity invest issuer
  keel keen kelp kilt knob knot lane lang lank larger latent later lead leading leaking lease leases least lick lisp
  live loan lock locked locking locks logger logic logo logos lone lose loss lot lots lung made mandy measurement mere
  mile mime mist mistaken monkey name names nest net newer nine nonce oneline operation overt pack pager pain paint
  pair parse participate paws permanent permissive pill pilot plain plane plant play plus point poll port powder
  preset prevent prime prince prise prize probe prof prone prose protect protects proven provider provisional
  publisher publishers react real receive receiver receives recursing reflection refuge regulation releaser rely
  repart repeat replay repo repost resort responsive rest retain retaining retort retuse reuse reviver road sad sake
  sale same sane scheduler seat serve served serves seven shade shake shame shape shard ship shoe shore shout shown
  side simulation site slap sleepy slip slop slow smart snap snitch snow sore sow span spare specific specifies speed
  speeding splat stack stage stake stale starch stark start-up starter step stick stitch strap stray strop subset
  summit suse tack tail tall tape tar term terminator tern threw thrown thumb tier timber time timed times token toll
  tool torn trace trait trick truck tuned turf unload validator variation varify verto wage war ward warm wars wasn
  wasted wasting went white whose wild win wine wing wink wins wise wist withdrawn woke word wording words wore worm
  wort writer
`);

/** What Labdesk does not do, however near the rest of the sentence sounds. */
export const beyond = words(`
  install uninstall reinstall update upgrade upgraded patch resize rename scale snapshot backup clone duplicate migrate reimage
  format password passwords licence license printer mouse keyboard monitor screen browser wifi vpn laptop phone
  email emails mail mails outlook calendar meeting meetings book booking reservation
  joke jokes poem story song music movie film weather temperature picture photo image video selfie
  translate spell pronounce calculate sum convert divide multiply
  pizza coffee tea lunch dinner food beer restaurant hotel taxi flight train bus ticket
  recipe cook bake buy sell order shopping
  president minister football soccer match game games horoscope lottery
  love hate marry date kiss
  stupid idiot dumb ugly crap shit fuck fucking damn suck sucks
  vacation holiday leave-day salary payroll payslip parking
  theorem equation essay homework
  profile avatar font theme wallpaper colour color
  code script program function loop regex
  logout encrypt
  alarm remind reminder channel iphone gpu bitcoin stock stocks shares taxes bike car cars house garden lights lamp window door
  bigger smaller faster slower larger stronger
  safe wikipedia google internet robot human president country countries capital mountain cv resume-letter appointment doctor
  talk talking say says speak sing dance dream annoying boring funny serious nonsense
`);
