/** The manifests: as their kinds demand, and in agreement with one another and with the program. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { inside } from '../cli/inside.js';
import { hasRare, rareNote } from '../rare/rare.js';
import { baseManifests, faultsOf, kubernetes, type Manifest } from './manifests.js';

const manifests = baseManifests();
const one = (kind: string): Manifest => manifests.find((each) => each.kind === kind)!;
const pod = one('Deployment').spec.template;
const [serve] = pod.spec.containers;
const [check] = pod.spec.initContainers;

describe(`the published schemas${rareNote}`, () => {
  it.skipIf(!hasRare).each(manifests.map((each) => [each.kind, each] as const))('%s', (_, manifest) => {
    expect(faultsOf(manifest)).toEqual([]);
    expect(faultsOf({ ...manifest, spec: { ...manifest.spec, replica: 2 } })).toEqual(['/spec/replica']);
    expect(faultsOf({ ...manifest, spec: 'nothing' })).toEqual([expect.stringContaining('object')]);
  });

  it.skipIf(!hasRare)('notices what is deep inside', () => {
    const wrong = structuredClone(one('Deployment'));
    wrong.spec.template.spec.containers[0].readinessProbe.httpget = {};
    wrong.spec.template.spec.containers[0].ports[0].containerPort = '8080';
    expect(faultsOf(wrong)).toEqual([expect.stringMatching(/containerPort must be integer/)]);
    wrong.spec.template.spec.containers[0].ports[0].containerPort = 8080;
    expect(faultsOf(wrong)).toEqual(['/spec/template/spec/containers/0/readinessProbe/httpget']);
  });
});

describe('the manifests agree', () => {
  const labels = pod.metadata.labels;

  it('each selector finds the pods', () => {
    expect(one('Deployment').spec.selector.matchLabels).toEqual(labels);
    expect(one('Service').spec.selector).toEqual(labels);
    expect(one('PodDisruptionBudget').spec.selector.matchLabels).toEqual(labels);
    expect(one('NetworkPolicy').spec.podSelector.matchLabels).toEqual(labels);
    expect(one('HorizontalPodAutoscaler').spec.scaleTargetRef).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name: 'wix-graphql-adapter',
    });
  });

  it('kustomization.yaml names each file', () => {
    const { resources } = parse(readFileSync(join(kubernetes, 'base/kustomization.yaml'), 'utf8'));
    expect([...resources].sort()).toEqual(manifests.map(({ file }) => file).sort());
  });

  it('two replicas at least, and never none while pods are exchanged', () => {
    expect(one('Deployment').spec.replicas).toBeGreaterThanOrEqual(2);
    expect(one('HorizontalPodAutoscaler').spec.minReplicas).toBeGreaterThanOrEqual(2);
    expect(one('PodDisruptionBudget').spec.maxUnavailable).toBe(1);
    expect(one('Deployment').spec.strategy.rollingUpdate.maxUnavailable).toBe(0);
    // A secret of their own would make the cursors of one replica nothing to the other.
    const demanded = serve.env.find(({ name }: { name: string }) => name === 'CURSOR_SECRET');
    expect(demanded.valueFrom.secretKeyRef).toEqual({ name: 'wix-graphql-adapter', key: 'CURSOR_SECRET' });
  });

  it('a stop has the time that it takes', () => {
    const [, before] = serve.lifecycle.preStop.exec.command;
    // Running requests get 10 s, the log 2 s, the last answers half a second.
    expect(pod.spec.terminationGracePeriodSeconds).toBeGreaterThan(Number(before) + 10 + 2 + 0.5);
  });

  it('nobody but those who collect metrics reaches the admin port', () => {
    const named = Object.fromEntries(
      serve.ports.map((port: { name: string; containerPort: number }) => [port.name, port.containerPort]),
    );
    expect(named).toEqual({ http: 8080, admin: 9464 });
    expect(one('Service').spec.ports.map(({ targetPort }: { targetPort: string }) => targetPort)).toEqual([
      'http',
    ]);
    const rules = one('NetworkPolicy').spec.ingress;
    const open = rules.filter(({ from }: { from?: unknown }) => from === undefined);
    expect(open.flatMap(({ ports }: { ports: object[] }) => ports)).toEqual([{ port: 'http' }]);
    const others = rules.filter(({ from }: { from?: unknown }) => from !== undefined);
    expect(others).toEqual([
      { from: [{ namespaceSelector: { matchLabels: { monitoring: 'true' } } }], ports: [{ port: 'admin' }] },
    ]);
    expect(pod.metadata.annotations['prometheus.io/port']).toBe(String(named.admin));
  });

  it('no container can become more than it is', () => {
    expect(pod.spec.securityContext).toMatchObject({ runAsNonRoot: true });
    expect(pod.spec.automountServiceAccountToken).toBe(false);
    for (const { securityContext, resources, volumeMounts } of [serve, check]) {
      expect(securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      expect(resources.limits.memory).toBeDefined();
      expect(volumeMounts).toEqual([{ name: 'mappings', mountPath: '/mappings', readOnly: true }]);
    }
  });

  it('probes ask what the service answers', () => {
    expect(serve.livenessProbe.httpGet).toEqual({ path: '/healthz', port: 'http' });
    expect(serve.startupProbe.httpGet).toEqual({ path: '/healthz', port: 'http' });
    expect(serve.readinessProbe.httpGet).toEqual({ path: '/readyz', port: 'http' });
  });

  it.each([
    ['serve', serve],
    ['check', check],
  ])('the program takes the arguments of %s', async (_, { args }) => {
    const [command, ...options] = args as readonly string[];
    const { code, stdout } = await inside([command!, '--help']);
    expect(code).toBe(0);
    for (const option of options) expect(stdout).toContain(`${option} `);
  });
});

const hasKubectl = spawnSync('kubectl', ['kustomize', '--help']).status === 0;

describe(`the example${hasKubectl ? '' : ' (what kustomize makes of it is skipped: there is no kubectl)'}`, () => {
  it('has a mapping that binds', async () => {
    const environment = { UPSTREAM_URL: 'http://127.0.0.1:1/', UPSTREAM_AUTHORIZATION: 'x' };
    const mappings = join(kubernetes, 'example/mappings');
    const { code, stdout } = await inside(['check', '--mappings', mappings], { environment });
    expect([code, stdout]).toEqual([0, expect.stringContaining('1 collection, 0 problems')]);
  });

  it.skipIf(!hasKubectl)('a changed mapping file makes new pods', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kustomize-'));
    try {
      cpSync(kubernetes, folder, { recursive: true });
      const built = () => {
        const { stdout, stderr } = spawnSync('kubectl', ['kustomize', join(folder, 'example')], {
          encoding: 'utf8',
        });
        const documents = parseAllDocuments(stdout).map((each) => each.toJS());
        const map = documents.find(({ kind }) => kind === 'ConfigMap');
        const deployment = documents.find(({ kind }) => kind === 'Deployment');
        return { stderr, documents, map, used: deployment?.spec.template.spec.volumes[0].configMap.name };
      };
      const before = built();
      expect(before.stderr).toBe('');
      expect(before.documents.map(({ kind }) => kind).sort()).toEqual(
        [...manifests.map(({ kind }) => kind), 'ConfigMap'].sort(),
      );
      expect(before.used).toBe(before.map.metadata.name);
      const file = join(folder, 'example/mappings/books.yaml');
      writeFileSync(file, `${readFileSync(file, 'utf8')}# changed\n`);
      const after = built();
      expect(after.used).toBe(after.map.metadata.name);
      expect(after.used).not.toBe(before.used);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
