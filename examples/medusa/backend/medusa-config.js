const { defineConfig } = require('@medusajs/framework/utils');

// Everything it needs is in the environment it is started with; nothing secret has a default.
const { DATABASE_URL, JWT_SECRET, COOKIE_SECRET, ALLOWED_ORIGINS = '' } = process.env;

module.exports = defineConfig({
  projectConfig: {
    databaseUrl: DATABASE_URL,
    databaseDriverOptions: { connection: { ssl: false } },
    http: {
      storeCors: ALLOWED_ORIGINS,
      adminCors: ALLOWED_ORIGINS,
      authCors: ALLOWED_ORIGINS,
      jwtSecret: JWT_SECRET,
      cookieSecret: COOKIE_SECRET,
    },
  },
  // Its dashboard would have to be built first; what is shown here is its API.
  admin: { disable: true },
});
