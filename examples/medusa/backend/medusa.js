// Medusa’s own command, with this folder as the application, wherever it was started from.
process.chdir(__dirname);
require('@medusajs/cli/cli.js');
