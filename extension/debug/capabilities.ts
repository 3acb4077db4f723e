/** @file What the adapter can do, as it tells the client first. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import { exceptionFilters } from './breakpoints.ts';
import type { DebugServices } from './services.ts';

export function capabilities(services: DebugServices): DebugProtocol.Capabilities {
  return {
    supportsConfigurationDoneRequest: true,
    supportsConditionalBreakpoints: true,
    supportsHitConditionalBreakpoints: true,
    supportsLogPoints: true,
    supportsFunctionBreakpoints: true,
    supportsDataBreakpoints: true,
    exceptionBreakpointFilters: exceptionFilters(services),
    supportsExceptionFilterOptions: true,
    supportsExceptionInfoRequest: true,
    supportsEvaluateForHovers: true,
    supportsCompletionsRequest: true,
    supportsStepBack: true,
    supportsGotoTargetsRequest: true,
    supportsRestartRequest: true,
    supportsTerminateRequest: true,
    supportsSetVariable: true,
    supportsSetExpression: true,
    supportsReadMemoryRequest: true,
    supportsCancelRequest: true,
  };
}
