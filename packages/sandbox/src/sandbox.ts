import { join } from 'node:path';
import { architectureOf } from './architecture/architecture.ts';
import type { CloudFront } from './aws/cloudfront/cloudfront.ts';
import { makeInterventions } from './changes/interventions.ts';
import { type Console, makeConsole } from './console/console.ts';
import { storesOf } from './console/data/stores.ts';
import { functionLooks } from './console/functions/function-looks.ts';
import type { Guide } from './console/guide.ts';
import type { Notice } from './console/notice.ts';
import type { StackView } from './console/start-page.ts';
import { stuckView } from './console/stuck/stuck-view.ts';
import { makeWebPort } from './console/web-port.ts';
import type { Access } from './core/access.ts';
import { type HoldableFastClock, makeFastClock } from './core/fast-clock.ts';
import { makeWorld } from './core/make-world.ts';
import type { Observe } from './core/observe.ts';
import { makeFactRing } from './facts/fact-ring.ts';
import { type FrontDoor, makeFrontDoor } from './gateway/front-door.ts';
import { makeGateway } from './gateway/gateway.ts';
import { type Listening, listen, PortInUseError } from './gateway/listen.ts';
import { makeReleases, type Releases } from './releases/sandbox-release.ts';
import { makeServices, type Services } from './services.ts';
import { makeAppliedResources } from './stack/applied-resources.ts';
import { checkStack, type Deployment } from './stack/stack.ts';
import { makeStackRecords, type StackRecords } from './stack/stack-records.ts';
import { stackView } from './stack/stack-view.ts';
import { linesOf, type StackChanges } from './stack/update.ts';
import { openState, type State } from './state/open-state.ts';

/** Where the sandbox listens; no trailing slashes. */
export interface Addresses {
  /** The template's distribution and the sandbox's own pages, for example `http://localhost:3000`. */
  webUrl: string;
  /** All emulated services, for example `http://127.0.0.1:4566`. */
  awsUrl: string;
}

export interface SandboxOptions {
  templateFile: string;
  /** Values for the template's parameters. `EndpointUrl`, where declared, is set to the AWS port unless given here. */
  parameters?: Record<string, string> | ((addresses: Addresses) => Record<string, string>);
  /** Web port, 3000 unless told; 0 for any that is free. */
  port?: number;
  /** AWS port, 4566 unless told; 0 for any that is free. */
  awsPort?: number;
  /** An address of this machine at which containers reach it; the AWS port is opened there too. None unless told. */
  bridgeAddress?: string | undefined;
  /** Origins whose pages may use the services as the web app's own may; none unless told. */
  allowedOrigins?: readonly string[];
  /** `.sandbox` unless told. */
  stateFolder?: string;
  /** What can be made anew, templates as they were read and functions as they were compiled, is kept here; in the state folder unless told. */
  cacheFolder?: string;
  /** `sandbox` unless told. */
  stackName?: string;
  /** Drops the state first. */
  fresh?: boolean;
  /** How much faster than AWS retries and delays run, 60 unless told: a minute in a second. */
  clockSpeed?: number;
  /** A DynamoDB that runs already, instead of the one that comes with the sandbox. */
  dynamoDbEndpoint?: string;
  /**
   * Holds functions with a deployment preference at their old version until `releases.run` takes them to the new one, and lets all
   * delays of messages go by the clock of verdicts; unless told, every function runs its new code at once.
   */
  holdReleases?: boolean;
  /** Names or logical ids of functions to debug; where their debuggers listen is reported. None unless told. */
  inspect?: readonly string[];
  /** Where the code lies that a template names by a folder; there, unless told. */
  codeAt?(folder: string): string;
  /** What the application tells the sandbox's own pages of itself. */
  guide?: Guide;
  /** Takes a line for the terminal; nothing is printed unless told. */
  report?(line: string): void;
  /** Takes the time that each phase of the start took. */
  onPhase?(phase: string, milliseconds: number): void;
}

export interface Sandbox extends Addresses {
  stackName: string;
  region: string;
  accountId: string;
  /** Of the root stack. */
  outputs: Record<string, string>;
  /** The developer's, who may do everything. */
  credentials: { accessKeyId: string; secretAccessKey: string };
  /** Every stack with its resources. */
  stacks: StackRecords;
  /** The services themselves, for tests and for what the sandbox's own pages show. */
  services: Services;
  releases: Releases;
  /** Who calls whom. */
  access: Access;
  /** What happens to every piece of work. */
  observe: Observe;
  /** The clock of alarms and releases, which runs faster than real time as far as the work lets it, and can be held. */
  clock: HoldableFastClock;
  /**
   * Reads the template again and brings what runs to what it says now, with all ports open: what differs is changed, what it
   * no longer names goes. @throws TemplateError; then everything is as it was before
   */
  apply(): Promise<StackChanges>;
  /** Says something on the sandbox's own pages, until something else is said. */
  notice(said: Omit<Notice, 'at'>): void;
  /** Stops servers, functions and child processes; the state stays for the next start. */
  stop(): Promise<void>;
}

/**
 * The one region and account of the sandbox. For the regions of before 2022, the AWS CLI's first version sends SQS
 * commands to AWS whatever AWS_ENDPOINT_URL says; this is a younger one.
 */
const region = 'eu-central-2';
const accountId = '000000000000';

/**
 * Runs a SAM template on this machine.
 * @throws TemplateError, StateError, PortInUseError, NoSuchFunctionError, each with a message that says what to do
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const phase = phases(options.onPhase);
  const undo: (() => Promise<void> | void)[] = [];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const state = openState(options.stateFolder ?? '.sandbox', options.fresh ?? false);
    undo.push(state.close);
    const web = await openWebPort(options);
    undo.push(web.close);
    const aws = await listen(options.awsPort ?? 4566, '--aws-port', options.bridgeAddress);
    undo.push(aws.close);
    phase('state and ports');
    return await run(options, { state, web, aws, undo, stop, phase });
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Opened {
  state: State;
  web: OpenWebPort;
  aws: Listening;
  undo: (() => Promise<void> | void)[];
  stop(): Promise<void>;
  phase(name: string): void;
}

async function run(
  options: SandboxOptions,
  { state, web, aws, undo, stop, phase }: Opened,
): Promise<Sandbox> {
  const { templateFile, stackName = 'sandbox' } = options;
  const addresses: Addresses = {
    webUrl: `http://localhost:${web.port}`,
    awsUrl: `http://127.0.0.1:${aws.port}`,
  };
  const fastClock = makeFastClock(options.clockSpeed ?? 60);
  const world = makeWorld({
    region,
    accountId,
    endpoint: addresses.awsUrl,
    db: state.db,
    folder: state.folder,
    cacheFolder: options.cacheFolder ?? join(state.folder, 'cache'),
    now: Date.now,
    fastClock,
    report: options.report ?? (() => {}),
  });
  const stacks = makeStackRecords(world.now);
  const services = makeServices(world, {
    records: stacks,
    webHost: `localhost:${web.port}`,
    dynamoDbEndpoint: options.dynamoDbEndpoint,
    sqs: { judgedDelays: options.holdReleases ?? false },
    lambda: {
      holdReleases: options.holdReleases ?? false,
      inspect: options.inspect ?? [],
      ...(options.codeAt && { codeAt: options.codeAt }),
    },
  });
  undo.push(services.stop);
  const credentials = services.iam.identities.developerKey;
  const facts = makeFactRing(world.observe);
  let started = false;
  let notice: Notice | undefined;
  web.showPages(
    makeConsole({
      mailbox: services.mailbox,
      stack: () => ({
        ...{ stackName, region, credentials },
        ...conditionOf(started, services.trouble()),
        endpoints: { web: addresses.webUrl, aws: addresses.awsUrl },
        ...stackView(stacks, services.sqs.counts),
        alarms: services.cloudWatch.alarms.all(),
      }),
      architecture: () => architectureOf(stacks.all()),
      facts,
      calls: {
        listen: world.access.listen,
        functionArn: (name) => services.lambda.functions().find((fn) => fn.name === name)?.arn,
      },
      interventions: makeInterventions(world, services, facts, fastClock),
      stuck: () => stuckView(world, services, architectureOf(stacks.all())),
      events: {
        look: services.eventBridge.look,
        send(busName, { source, detailType, detail }) {
          const time = new Date(world.now()).toISOString();
          const event = { source, 'detail-type': detailType, time, resources: [], detail };
          return services.eventBridge.buses.publish(services.iam.identities.developer, busName, event);
        },
      },
      story: {
        logs: services.searchLogs,
        archived: services.eventBridge.look.archived,
        startedAt: world.now(),
      },
      guide: options.guide ?? {},
      notice: () => notice,
      functions: {
        looks: () => functionLooks(services, facts),
        lastCall: services.lambda.lastCall,
        grantsOf: services.iam.grantsOf,
        invoke: (arn, input) => services.lambda.invoker.invoke(services.iam.identities.developer, arn, input),
      },
      data: { stores: () => storesOf(stacks.all()), held: services.held, picture: services.picture },
    }),
  );
  phase('services');

  const parameters =
    typeof options.parameters === 'function' ? options.parameters(addresses) : (options.parameters ?? {});
  const deployment: Deployment = {
    world,
    providers: services.providers,
    records: stacks,
    applied: makeAppliedResources(world),
    known: new Set(),
  };
  // Templates that follow the convention take the address of all services by this parameter.
  const request = { templateFile, stackName, parameters, ifDeclared: { EndpointUrl: addresses.awsUrl } };
  const checked = () => {
    const stack = checkStack(request, deployment);
    for (const note of stack.notes) world.report(note);
    return stack;
  };
  const outputs: Record<string, string> = {};
  /** Nothing is told of the first time, when all of it is new. */
  const deploy = async (stack: ReturnType<typeof checkStack>): Promise<StackChanges> => {
    const isFirst = deployment.applied.all().length === 0;
    const deployed = await stack.make();
    for (const name of Object.keys(outputs)) delete outputs[name];
    Object.assign(outputs, deployed.outputs);
    services.lambda.tidy();
    if (!isFirst) for (const line of linesOf(deployed.changes)) world.report(line);
    return deployed.changes;
  };
  const stack = checked();
  phase('template');
  await services.prepare();
  phase('engines');
  const { authentication, edges } = services;
  aws.serve(makeGateway({ world, authentication, frontDoor: web.frontDoor, edges }));
  await deploy(stack);
  phase('resources');
  await services.start();
  started = true;
  web.serve(services.cloudFront);
  phase('start');
  const releases = makeReleases(world, services);

  return {
    ...addresses,
    ...{
      stackName,
      region,
      accountId,
      outputs,
      credentials,
      stacks,
      services,
      releases,
      access: world.access,
      observe: world.observe,
      clock: world.judging,
      apply: () => deploy(checked()),
      notice(said) {
        notice = { ...said, at: world.now() };
        world.report(said.text);
      },
      stop,
    },
  };
}

const conditionOf = (started: boolean, trouble: string | undefined): Pick<StackView, 'status' | 'trouble'> =>
  trouble === undefined ? { status: started ? 'ok' : 'starting' } : { status: 'failed', trouble };

interface OpenWebPort {
  port: number;
  /** Of both ports. */
  frontDoor: FrontDoor;
  /** From now on the sandbox's own pages answer; before, requests wait. */
  showPages(pages: Console): void;
  /** From now on the template's distribution answers, too. */
  serve(distribution: CloudFront): void;
  close(): Promise<void>;
}

/** Opens the web port at once, since its number goes into addresses that the stack is made with. */
async function openWebPort(options: SandboxOptions): Promise<OpenWebPort> {
  const { port = 3000, report = () => {}, allowedOrigins, bridgeAddress } = options;
  const door = Promise.withResolvers<FrontDoor>();
  const pages = Promise.withResolvers<Console>();
  const distribution = Promise.withResolvers<CloudFront>();
  const web = makeWebPort({
    console: pages.promise,
    distribution: distribution.promise,
    frontDoor: door.promise,
    report,
  });
  const actual = await web.listen(port).catch((error: NodeJS.ErrnoException) => {
    throw error.code === undefined ? new PortInUseError(error.message) : error;
  });
  const frontDoor = makeFrontDoor({ webPort: actual, allowedOrigins, bridgeAddress });
  door.resolve(frontDoor);
  return { port: actual, frontDoor, showPages: pages.resolve, serve: distribution.resolve, close: web.close };
}

function phases(onPhase: SandboxOptions['onPhase']): (name: string) => void {
  let began = performance.now();
  return (name) => {
    const now = performance.now();
    onPhase?.(name, now - began);
    began = now;
  };
}
