import { ENGINE, EXACT, WORD } from './column-types.js';

/** What a reset keeps, and the infrastructure. */
export const keptTables = [
  `CREATE TABLE users (
    id BINARY(16) NOT NULL,
    email VARCHAR(254) NOT NULL,
    email_key ${EXACT(254)} NOT NULL,
    sign_up_email VARCHAR(254) NOT NULL,
    password_hash ${WORD(255)} NOT NULL,
    locale ${WORD(5)} NOT NULL,
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY users_email_key (email_key)
  ) ${ENGINE}`,

  `CREATE TABLE staff (
    id BINARY(16) NOT NULL,
    email VARCHAR(254) NOT NULL,
    email_key ${EXACT(254)} NOT NULL,
    role ${WORD(20)} NOT NULL,
    password_hash ${WORD(255)} NOT NULL,
    created_at DATETIME(6) NOT NULL,
    disabled_at DATETIME(6) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY staff_email_key (email_key)
  ) ${ENGINE}`,

  `CREATE TABLE sessions (
    id BINARY(16) NOT NULL,
    token_hash BINARY(32) NOT NULL,
    user_id BINARY(16) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    expires_at DATETIME(6) NOT NULL,
    ended_at DATETIME(6) NULL,
    PRIMARY KEY (id),
    UNIQUE KEY sessions_token_hash (token_hash),
    KEY sessions_user (user_id),
    CONSTRAINT sessions_user FOREIGN KEY (user_id) REFERENCES users (id)
  ) ${ENGINE}`,

  `CREATE TABLE sign_in_failures (
    id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
    account_key BINARY(32) NOT NULL,
    address_key BINARY(32) NOT NULL,
    failed_at DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    KEY sign_in_failures_account (account_key, failed_at),
    KEY sign_in_failures_address (address_key, failed_at)
  ) ${ENGINE}`,

  `CREATE TABLE businesses (
    id BINARY(16) NOT NULL,
    name VARCHAR(200) NOT NULL,
    edition ${WORD(20)} NOT NULL,
    locale ${WORD(5)} NOT NULL,
    currency ${WORD(3)} NOT NULL,
    original_owner_id BINARY(16) NOT NULL,
    current_book_id BINARY(16) NULL,
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    KEY businesses_original_owner (original_owner_id),
    CONSTRAINT businesses_original_owner FOREIGN KEY (original_owner_id) REFERENCES users (id)
  ) ${ENGINE}`,

  `CREATE TABLE memberships (
    business_id BINARY(16) NOT NULL,
    user_id BINARY(16) NOT NULL,
    role ${WORD(20)} NOT NULL,
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (business_id, user_id),
    KEY memberships_user (user_id),
    CONSTRAINT memberships_business FOREIGN KEY (business_id) REFERENCES businesses (id),
    CONSTRAINT memberships_user FOREIGN KEY (user_id) REFERENCES users (id)
  ) ${ENGINE}`,

  `CREATE TABLE subscriptions (
    business_id BINARY(16) NOT NULL,
    plan ${WORD(20)} NOT NULL,
    trial_ends_at DATETIME(6) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    PRIMARY KEY (business_id),
    CONSTRAINT subscriptions_business FOREIGN KEY (business_id) REFERENCES businesses (id)
  ) ${ENGINE}`,

  // Numbers go on from where they were, whatever is reset or restored: no customer ever holds two invoices with one number.
  `CREATE TABLE document_counters (
    business_id BINARY(16) NOT NULL,
    kind ${EXACT(40)} NOT NULL,
    last_number BIGINT UNSIGNED NOT NULL,
    PRIMARY KEY (business_id, kind),
    CONSTRAINT document_counters_business FOREIGN KEY (business_id) REFERENCES businesses (id)
  ) ${ENGINE}`,

  `CREATE TABLE books (
    id BINARY(16) NOT NULL,
    business_id BINARY(16) NOT NULL,
    opened_at DATETIME(6) NOT NULL,
    sealed_at DATETIME(6) NULL,
    sealed_by ${WORD(20)} NULL,
    expires_at DATETIME(6) NULL,
    purging_at DATETIME(6) NULL,
    purged_at DATETIME(6) NULL,
    digest BINARY(32) NULL,
    counts TEXT NULL,
    digested_at DATETIME(6) NULL,
    open_business_id BINARY(16) GENERATED ALWAYS AS (CASE WHEN sealed_at IS NULL THEN business_id END) STORED,
    PRIMARY KEY (id),
    UNIQUE KEY books_one_open (open_business_id),
    UNIQUE KEY books_business (business_id, id),
    KEY books_expiry (expires_at),
    CONSTRAINT books_business FOREIGN KEY (business_id) REFERENCES businesses (id)
  ) ${ENGINE}`,

  `ALTER TABLE businesses ADD CONSTRAINT businesses_current_book
    FOREIGN KEY (id, current_book_id) REFERENCES books (business_id, id)`,

  `CREATE TABLE book_switches (
    id BINARY(16) NOT NULL,
    business_id BINARY(16) NOT NULL,
    kind ${WORD(20)} NOT NULL,
    from_book_id BINARY(16) NOT NULL,
    to_book_id BINARY(16) NOT NULL,
    by_user_id BINARY(16) NOT NULL,
    switched_at DATETIME(6) NOT NULL,
    audit_event_id BINARY(16) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY book_switches_event (audit_event_id),
    KEY book_switches_business (business_id, switched_at),
    CONSTRAINT book_switches_from FOREIGN KEY (business_id, from_book_id) REFERENCES books (business_id, id),
    CONSTRAINT book_switches_to FOREIGN KEY (business_id, to_book_id) REFERENCES books (business_id, id),
    CONSTRAINT book_switches_user FOREIGN KEY (by_user_id) REFERENCES users (id),
    CONSTRAINT book_switches_event FOREIGN KEY (audit_event_id) REFERENCES audit_events (event_id)
  ) ${ENGINE}`,

  `CREATE TABLE bank_feeds (
    id BINARY(16) NOT NULL,
    business_id BINARY(16) NOT NULL,
    bank_account_id BINARY(16) NOT NULL,
    bank_account_name VARCHAR(200) NOT NULL,
    institution ${WORD(40)} NOT NULL,
    state ${WORD(20)} NOT NULL,
    state_since DATETIME(6) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    connected_at DATETIME(6) NULL,
    fetched_count INT UNSIGNED NOT NULL,
    fetch_after DATETIME(6) NULL,
    failure VARCHAR(200) NULL,
    fed_account_id BINARY(16) GENERATED ALWAYS AS (CASE WHEN state <> 'disconnected' THEN bank_account_id END) STORED,
    PRIMARY KEY (id),
    UNIQUE KEY bank_feeds_one_per_account (fed_account_id),
    KEY bank_feeds_business (business_id, state),
    KEY bank_feeds_fetch (state, fetch_after),
    CONSTRAINT bank_feeds_business FOREIGN KEY (business_id) REFERENCES businesses (id)
  ) ${ENGINE}`,

  `CREATE TABLE write_jobs (
    id BINARY(16) NOT NULL,
    business_id BINARY(16) NOT NULL,
    kind ${WORD(20)} NOT NULL,
    started_at DATETIME(6) NOT NULL,
    lease_until DATETIME(6) NOT NULL,
    finished_at DATETIME(6) NULL,
    done_count INT UNSIGNED NOT NULL,
    total_count INT UNSIGNED NULL,
    PRIMARY KEY (id),
    KEY write_jobs_business (business_id, finished_at),
    CONSTRAINT write_jobs_business FOREIGN KEY (business_id) REFERENCES businesses (id)
  ) ${ENGINE}`,

  `CREATE TABLE idempotency_keys (
    actor_id BINARY(16) NOT NULL,
    key_hash BINARY(32) NOT NULL,
    request_hash BINARY(32) NOT NULL,
    created_at DATETIME(6) NOT NULL,
    lease_until DATETIME(6) NOT NULL,
    answer TEXT NULL,
    PRIMARY KEY (actor_id, key_hash),
    KEY idempotency_keys_age (created_at)
  ) ${ENGINE}`,

  `CREATE TABLE outbox_messages (
    id BINARY(16) NOT NULL,
    topic ${WORD(40)} NOT NULL,
    body MEDIUMTEXT NOT NULL,
    created_at DATETIME(6) NOT NULL,
    next_attempt_at DATETIME(6) NOT NULL,
    attempts INT UNSIGNED NOT NULL,
    last_error VARCHAR(300) NULL,
    done_at DATETIME(6) NULL,
    PRIMARY KEY (id),
    KEY outbox_messages_due (done_at, next_attempt_at)
  ) ${ENGINE}`,
];
