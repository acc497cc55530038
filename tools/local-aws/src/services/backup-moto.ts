import { derived } from '../gateway/derived';
import type { GatewayContext, GatewayRequest, GatewayResponse } from '../gateway/service';

/** moto's answer about a plan: the plan, or its ResourceNotFoundException. */
export function backupPlan(
  request: GatewayRequest,
  context: GatewayContext,
  planId: string,
): Promise<GatewayResponse> {
  return context.forward(derived(request, { method: 'GET', path: `/backup/plans/${planId}`, body: '' }));
}

/** moto's answer about a vault: the vault, or its ResourceNotFoundException. */
export function backupVault(
  request: GatewayRequest,
  context: GatewayContext,
  vault: string,
): Promise<GatewayResponse> {
  const path = `/backup-vaults/${encodeURIComponent(vault)}`;
  return context.forward(derived(request, { method: 'GET', path, body: '' }));
}

/** Seconds since 1970, as AWS Backup sends times. */
export function epochSeconds(date: Date): number {
  return date.getTime() / 1000;
}
