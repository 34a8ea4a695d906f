import { architectureOf } from '@shutterbus/sandbox/architecture/architecture';
import { drawMermaid } from '@shutterbus/sandbox/architecture/draw-mermaid';
import { drawSvg, standalone } from '@shutterbus/sandbox/architecture/draw-svg';
import type { Graph } from '@shutterbus/sandbox/architecture/graph';
import { groupsOf, overview, viewOf } from '@shutterbus/sandbox/architecture/views';
import { startOwnStacks } from './own-application.ts';

/** A derived file: its path from the root of the repository, and its text. */
interface Diagram {
  path: string;
  text: string;
}

/**
 * The pictures of docs/images/architecture, drawn from the stacks as they run: each as SVG and as Mermaid.
 * The functions have to be built.
 */
export async function diagrams(): Promise<Diagram[]> {
  const graph = await runningGraph();
  return [
    ...(await drawn('overview', overview(graph), 'Shutterbus: four services, one event bus')),
    ...(await Promise.all(
      groupsOf(graph).map((group) =>
        drawn(group.toLowerCase(), viewOf(graph, group), `The service ${group}`),
      ),
    )),
  ].flat();
}

async function drawn(name: string, graph: Graph, title: string): Promise<Diagram[]> {
  const file = `docs/images/architecture/${name}`;
  return [
    { path: `${file}.svg`, text: standalone(await drawSvg(graph, title)) },
    { path: `${file}.mmd`, text: drawMermaid(graph) },
  ];
}

async function runningGraph(): Promise<Graph> {
  const { sandbox, end } = await startOwnStacks();
  try {
    return architectureOf(sandbox.stacks.all());
  } finally {
    await end();
  }
}
