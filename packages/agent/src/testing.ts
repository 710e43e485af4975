export { startTestRelay } from './testing/start-test-relay.ts';
export type {
  ActionRun,
  RunActionOptions,
  ScriptedShopper,
  ShopperOptions,
  TestRelay,
  TestRelayOptions,
  WaitOptions,
} from './testing/types.ts';
