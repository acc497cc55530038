import type { Check } from './check';

/** What instances without a way to the internet must reach, and what for. S3, where Amazon Linux keeps its packages, has its gateway endpoint always. */
const NEEDED_WITHOUT_NAT = [
  ['autoscaling', 'instances complete their launch lifecycle hook'],
  ['ssm', 'Systems Manager'],
  ['ssmmessages', 'Systems Manager'],
  ['ec2messages', 'Systems Manager'],
] as const;

const LOOPBACK = /^https?:\/\/(127(\.\d{1,3}){3}|localhost|\[::1\])(:\d{1,5})?\/?$/;

/** Checks of how AWS is reached: the local endpoint, and endpoints in a network without NAT. */
export const endpointChecks: readonly Check[] = [
  function* endpointIsLoopback({ endpoint }) {
    if (endpoint !== undefined && !(LOOPBACK.test(endpoint) && URL.canParse(endpoint))) {
      yield {
        path: 'endpoint',
        message: `${JSON.stringify(endpoint)} is not on this machine; a local AWS listens on loopback: write http://127.0.0.1:<port>, or leave it out for the real AWS`,
      };
    }
  },

  function* forceDestroyIsLocal({ endpoint, storage }) {
    if (storage.forceDestroy && endpoint === undefined) {
      yield {
        path: 'storage.forceDestroy',
        message:
          'true would delete the archive with its bucket on the real AWS; set false (it is allowed with a local endpoint only)',
      };
    }
  },

  function* withoutNatEndpointsStandIn({ endpoint, network, compute }) {
    // On a local AWS no instance boots, so none waits for what it cannot reach.
    if (network.nat !== 'none' || endpoint !== undefined) return;
    const needed = [
      ...NEEDED_WITHOUT_NAT,
      ...(compute.commandHost.enabled ? [['ec2', 'the command host rotates snapshots'] as const] : []),
    ];
    const missing = needed.filter(([service]) => !network.interfaceEndpoints.includes(service));
    if (missing.length > 0) {
      yield {
        path: 'network.nat',
        message: `"none" leaves instances without ${missing.map(([service, purpose]) => `${service} (${purpose})`).join(', ')}; add ${missing.length === 1 ? 'it' : 'them'} to network.interfaceEndpoints, or set nat to single or per-zone`,
      };
    }
  },

  function* endpointsAreDistinct({ network: { interfaceEndpoints } }) {
    for (const [index, service] of interfaceEndpoints.entries()) {
      if (interfaceEndpoints.indexOf(service) < index) {
        yield {
          path: `network.interfaceEndpoints[${index}]`,
          message: `${service} is listed twice; list each service once`,
        };
      }
    }
  },
];
