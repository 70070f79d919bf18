# syntax=docker/dockerfile:1
# One image for every process of the hospital; docker-compose.yml chooses which one a container runs.
FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
# The certificates are for TLS to MySQL, Temporal, mail and payers.
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates \
 && rm -rf /var/lib/apt/lists/*
COPY --from=packages /app/node_modules ./node_modules
COPY package.json package-lock.json tsconfig.json ./
COPY domain ./domain
COPY keys ./keys
COPY telemetry ./telemetry
COPY interop ./interop
COPY workflows ./workflows
COPY activities ./activities
COPY api ./api
COPY web ./web
COPY notifications ./notifications
COPY db ./db
COPY bin ./bin
# The worker's bundled workflow code: made here once, rather than in every container's first seconds.
ENV CAREWAY_WORKFLOW_BUNDLE=/app/workflows.bundle.js
RUN node --require tsx/cjs -e "require('./activities/bundle').workflowBundle(process.env.CAREWAY_WORKFLOW_BUNDLE)"
# Each process as one file. Nothing in the image is written at run time but /tmp.
RUN node --require tsx/cjs -e "require('./bin/build/processes').buildProcesses('/app/build')"
# A volume takes its owner from here.
RUN mkdir -p /var/lib/careway/audit && chown -R node:node /var/lib/careway
USER node
# As `runArguments` of bin/build/processes.ts has it.
ENV NODE_OPTIONS="--enable-source-maps --max-semi-space-size=64"
CMD ["node", "build/api/main.js"]
