import { configure } from '@testing-library/preact';

// One second, the default, is a verdict on the machine where both cores are busy.
configure({ asyncUtilTimeout: 15_000 });
