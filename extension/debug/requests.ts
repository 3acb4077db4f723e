/** @file The requests that the adapter serves, with the protocol's own types. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import type { ModelChanges } from '../../engine/variation.ts';

/** What `launch.json` may say. */
export interface LaunchArguments extends DebugProtocol.LaunchRequestArguments {
  /** Whether to stand still first. True unless told; if not, training plays at once. */
  readonly stopOnEntry?: boolean;
  /** What is changed in the model that would be trained. */
  readonly model?: ModelChanges;
}

type Answer<Request extends DebugProtocol.Request, Response extends DebugProtocol.Response> = (
  args: NonNullable<Request['arguments']>,
) => Response['body'] | Promise<Response['body']>;

/** Requests whose answer is what was asked for. */
export interface Answers {
  initialize: Answer<DebugProtocol.InitializeRequest, DebugProtocol.InitializeResponse>;
  launch: (args: LaunchArguments) => Promise<void>;
  setBreakpoints: Answer<DebugProtocol.SetBreakpointsRequest, DebugProtocol.SetBreakpointsResponse>;
  setFunctionBreakpoints: Answer<
    DebugProtocol.SetFunctionBreakpointsRequest,
    DebugProtocol.SetFunctionBreakpointsResponse
  >;
  setExceptionBreakpoints: Answer<
    DebugProtocol.SetExceptionBreakpointsRequest,
    DebugProtocol.SetExceptionBreakpointsResponse
  >;
  dataBreakpointInfo: Answer<
    DebugProtocol.DataBreakpointInfoRequest,
    DebugProtocol.DataBreakpointInfoResponse
  >;
  setDataBreakpoints: Answer<
    DebugProtocol.SetDataBreakpointsRequest,
    DebugProtocol.SetDataBreakpointsResponse
  >;
  threads: Answer<DebugProtocol.ThreadsRequest, DebugProtocol.ThreadsResponse>;
  stackTrace: Answer<DebugProtocol.StackTraceRequest, DebugProtocol.StackTraceResponse>;
  scopes: Answer<DebugProtocol.ScopesRequest, DebugProtocol.ScopesResponse>;
  variables: Answer<DebugProtocol.VariablesRequest, DebugProtocol.VariablesResponse>;
  evaluate: Answer<DebugProtocol.EvaluateRequest, DebugProtocol.EvaluateResponse>;
  setVariable: Answer<DebugProtocol.SetVariableRequest, DebugProtocol.SetVariableResponse>;
  setExpression: Answer<DebugProtocol.SetExpressionRequest, DebugProtocol.SetExpressionResponse>;
  completions: Answer<DebugProtocol.CompletionsRequest, DebugProtocol.CompletionsResponse>;
  gotoTargets: Answer<DebugProtocol.GotoTargetsRequest, DebugProtocol.GotoTargetsResponse>;
  exceptionInfo: Answer<DebugProtocol.ExceptionInfoRequest, DebugProtocol.ExceptionInfoResponse>;
  readMemory: Answer<DebugProtocol.ReadMemoryRequest, DebugProtocol.ReadMemoryResponse>;
  cancel: Answer<DebugProtocol.CancelRequest, DebugProtocol.CancelResponse>;
  disconnect: Answer<DebugProtocol.DisconnectRequest, DebugProtocol.DisconnectResponse>;
}

/**
 * Requests that are answered at once, before what they ask for is done: what comes of it is told by events, and the client
 * must have heard the answer before those.
 */
export interface Moves {
  configurationDone: () => Promise<void>;
  restart: () => Promise<void>;
  continue: () => Promise<void>;
  pause: () => Promise<void>;
  next: () => Promise<void>;
  stepIn: () => Promise<void>;
  stepOut: () => Promise<void>;
  stepBack: () => Promise<void>;
  reverseContinue: () => Promise<void>;
  goto: (args: DebugProtocol.GotoArguments) => Promise<void>;
  terminate: () => Promise<void>;
}
