import { derived, formOf } from '../../gateway/derived';
import type { GatewayContext, GatewayRequest, GatewayResponse } from '../../gateway/service';
import { amendXml, child, childText, descendants, setChild, type XmlElement } from '../../gateway/xml-tree';
import { filtersOf } from '../ec2-filters';
import { instancesIn } from './instances';
import { SETTLED, STATE_CODES, type PowerStates } from './power-states';

/** Filters that go by the state of an instance; moto would go by the state to come. */
const STATE_FILTERS = ['instance-state-name', 'instance-state-code'];

/** `DescribeInstances` with the states that instances pass through. */
export async function showPassing(
  request: GatewayRequest,
  context: GatewayContext,
  states: PowerStates,
): Promise<GatewayResponse> {
  const form = await formOf(request);
  const filters = filtersOf(form).filter(({ name }) => STATE_FILTERS.includes(name));
  const asked = filters.length > 0 ? withoutStateFilters(request, form) : request;
  const now = context.now();
  return amendXml(await context.forward(asked), (root) => {
    for (const instance of instancesIn(root)) {
      const passing = states.of(childText(instance, 'instanceId'), now);
      const state = child(instance, 'instanceState');
      if (!passing && state && childText(state, 'name') === 'stopped')
        showReason(instance, states.reasonOf(childText(instance, 'instanceId')));
      // One that is terminated meanwhile passes through nothing more.
      if (!passing || !state || !SETTLED.includes(childText(state, 'name'))) continue;
      setChild(state, 'name', passing);
      setChild(state, 'code', String(STATE_CODES[passing]));
    }
    if (filters.length === 0) return;
    for (const set of descendants(root, 'instancesSet')) {
      set.children = set.children.filter((instance) => {
        const state = child(instance, 'instanceState');
        return filters.every(({ name, matches }) =>
          matches(state ? childText(state, name === 'instance-state-name' ? 'name' : 'code') : ''),
        );
      });
    }
    for (const reservations of descendants(root, 'reservationSet')) {
      reservations.children = reservations.children.filter(
        (reservation) => descendants(reservation, 'instancesSet')[0]?.children.length !== 0,
      );
    }
  });
}

function showReason(instance: XmlElement, reason: string | undefined): void {
  if (reason === undefined) return;
  setChild(instance, 'stateReason', '');
  const shown = child(instance, 'stateReason');
  if (!shown) return;
  setChild(shown, 'code', reason.split(':')[0]);
  setChild(shown, 'message', reason);
}

/** The call with its other filters, numbered anew. */
function withoutStateFilters(request: GatewayRequest, form: URLSearchParams): GatewayRequest {
  const left = new URLSearchParams([...form].filter(([name]) => !name.startsWith('Filter.')));
  const others = filtersOf(form).filter(({ name }) => !STATE_FILTERS.includes(name));
  others.forEach(({ name, values }, index) => {
    left.set(`Filter.${index + 1}.Name`, name);
    values.forEach((value, at) => left.set(`Filter.${index + 1}.Value.${at + 1}`, value));
  });
  return derived(request, { body: left.toString() });
}
