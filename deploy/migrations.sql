CREATE TABLE IF NOT EXISTS "__EFMigrationsHistory" (
    "MigrationId" character varying(150) NOT NULL,
    "ProductVersion" character varying(32) NOT NULL,
    CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY ("MigrationId")
);

START TRANSACTION;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE TABLE audit_entry (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        at timestamp with time zone NOT NULL,
        principal_id uuid,
        action character varying(64) NOT NULL,
        method character varying(16) NOT NULL,
        route character varying(200) NOT NULL,
        status integer NOT NULL,
        outcome character varying(32) NOT NULL,
        patient_ids uuid[] NOT NULL,
        request_id character varying(64) NOT NULL,
        CONSTRAINT pk_audit_entry PRIMARY KEY (organization_id, id)
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE TABLE fact_history (
        organization_id uuid NOT NULL,
        table_name character varying(64) NOT NULL,
        id uuid NOT NULL,
        version integer NOT NULL,
        patient_id uuid,
        recorded_at timestamp with time zone NOT NULL,
        superseded_at timestamp with time zone NOT NULL,
        row jsonb NOT NULL,
        CONSTRAINT pk_fact_history PRIMARY KEY (organization_id, table_name, id, version)
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE TABLE idempotency_key (
        organization_id uuid NOT NULL,
        principal_id uuid NOT NULL,
        key character varying(200) NOT NULL,
        request_hash bytea NOT NULL,
        created_id uuid NOT NULL,
        created_at timestamp with time zone NOT NULL,
        CONSTRAINT pk_idempotency_key PRIMARY KEY (organization_id, principal_id, key)
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE TABLE organization (
        id uuid NOT NULL,
        name character varying(200) NOT NULL,
        outcome_profile character varying(64) NOT NULL,
        payer_profile character varying(64) NOT NULL,
        flag_parameters text,
        CONSTRAINT pk_organization PRIMARY KEY (id)
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE TABLE clinic (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        name character varying(200) NOT NULL,
        time_zone character varying(64) NOT NULL,
        CONSTRAINT pk_clinic PRIMARY KEY (organization_id, id),
        CONSTRAINT "FK_clinic_organization_organization_id" FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE TABLE patient (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        clinic_id uuid NOT NULL,
        family_name character varying(200) NOT NULL,
        given_name character varying(200) NOT NULL,
        birth_date date,
        version integer NOT NULL,
        recorded_at timestamp with time zone NOT NULL,
        recorded_by uuid NOT NULL,
        CONSTRAINT pk_patient PRIMARY KEY (organization_id, id),
        CONSTRAINT "FK_patient_clinic_organization_id_clinic_id" FOREIGN KEY (organization_id, clinic_id) REFERENCES clinic (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_patient_organization_organization_id" FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE TABLE staff_member (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        clinic_id uuid NOT NULL,
        display_name character varying(200) NOT NULL,
        role character varying(32) NOT NULL,
        CONSTRAINT pk_staff_member PRIMARY KEY (organization_id, id),
        CONSTRAINT ck_staff_member_role CHECK (role in ('care-manager', 'psychiatric-consultant', 'treating-provider', 'other')),
        CONSTRAINT "FK_staff_member_clinic_organization_id_clinic_id" FOREIGN KEY (organization_id, clinic_id) REFERENCES clinic (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE TABLE assessment (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        patient_id uuid NOT NULL,
        instrument character varying(16) NOT NULL,
        administered_on date NOT NULL,
        administered_at timestamp with time zone,
        total integer,
        items smallint[],
        self_harm_answer smallint,
        origin character varying(32) NOT NULL,
        status character varying(32) NOT NULL,
        source character varying(200) NOT NULL,
        received_on date,
        reviewed_on date,
        source_version character varying(64),
        version integer NOT NULL,
        recorded_at timestamp with time zone NOT NULL,
        recorded_by uuid NOT NULL,
        CONSTRAINT pk_assessment PRIMARY KEY (organization_id, id),
        CONSTRAINT ck_assessment_instrument CHECK (instrument in ('phq-9', 'gad-7', 'pcl-5', 'phq-9m', 'phq-2', 'gad-2', 'epds', 'audit-c', 'c-ssrs')),
        CONSTRAINT ck_assessment_origin CHECK (origin in ('stated', 'summed', 'prorated')),
        CONSTRAINT ck_assessment_status CHECK (status in ('registered', 'preliminary', 'final', 'amended', 'corrected', 'cancelled', 'entered-in-error', 'unknown', 'quarantined')),
        CONSTRAINT ck_assessment_total CHECK (total between 0 and case instrument when 'phq-9' then 27 when 'gad-7' then 21 when 'pcl-5' then 80 when 'phq-9m' then 27 when 'phq-2' then 6 when 'gad-2' then 6 when 'epds' then 30 when 'audit-c' then 12 when 'c-ssrs' then 6 end),
        CONSTRAINT "FK_assessment_organization_organization_id" FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT,
        CONSTRAINT "FK_assessment_patient_organization_id_patient_id" FOREIGN KEY (organization_id, patient_id) REFERENCES patient (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE TABLE episode (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        patient_id uuid NOT NULL,
        clinic_id uuid NOT NULL,
        program character varying(64) NOT NULL,
        referred_on date,
        enrolled_on date NOT NULL,
        primary_scale character varying(16) NOT NULL,
        status character varying(32) NOT NULL,
        ended_on date,
        discharge_reason character varying(32),
        care_plan_on date,
        consent_on date,
        consent_withdrawn_on date,
        initiating_visit_on date,
        last_seen_by_practitioner_on date,
        version integer NOT NULL,
        recorded_at timestamp with time zone NOT NULL,
        recorded_by uuid NOT NULL,
        CONSTRAINT pk_episode PRIMARY KEY (organization_id, id),
        CONSTRAINT ck_episode_discharge_reason CHECK (discharge_reason in ('graduated', 'lost-to-follow-up', 'administrative-inactivity', 'withdrew', 'transferred', 'died', 'ineligible', 'other')),
        CONSTRAINT ck_episode_ended_after_enrolled CHECK (ended_on >= enrolled_on),
        CONSTRAINT ck_episode_inactive_has_end_and_reason CHECK ((status = 'inactive') = (ended_on is not null) and (ended_on is null) = (discharge_reason is null)),
        CONSTRAINT ck_episode_status CHECK (status in ('referred', 'treatment', 'relapse-prevention', 'inactive')),
        CONSTRAINT "FK_episode_clinic_organization_id_clinic_id" FOREIGN KEY (organization_id, clinic_id) REFERENCES clinic (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_episode_organization_organization_id" FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT,
        CONSTRAINT "FK_episode_patient_organization_id_patient_id" FOREIGN KEY (organization_id, patient_id) REFERENCES patient (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE TABLE patient_identifier (
        organization_id uuid NOT NULL,
        system character varying(400) NOT NULL,
        value character varying(200) NOT NULL,
        patient_id uuid NOT NULL,
        CONSTRAINT pk_patient_identifier PRIMARY KEY (organization_id, system, value),
        CONSTRAINT "FK_patient_identifier_patient_organization_id_patient_id" FOREIGN KEY (organization_id, patient_id) REFERENCES patient (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE TABLE stored_resource (
        organization_id uuid NOT NULL,
        resource_type character varying(32) NOT NULL,
        id uuid NOT NULL,
        patient_id uuid NOT NULL,
        version integer NOT NULL,
        recorded_at timestamp with time zone NOT NULL,
        body text NOT NULL,
        CONSTRAINT pk_stored_resource PRIMARY KEY (organization_id, resource_type, id),
        CONSTRAINT "FK_stored_resource_patient_organization_id_patient_id" FOREIGN KEY (organization_id, patient_id) REFERENCES patient (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE TABLE principal (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        issuer character varying(400) NOT NULL,
        subject character varying(200) NOT NULL,
        staff_member_id uuid,
        may_create_patients boolean NOT NULL,
        default_clinic_id uuid,
        CONSTRAINT pk_principal PRIMARY KEY (organization_id, id),
        CONSTRAINT "FK_principal_clinic_organization_id_default_clinic_id" FOREIGN KEY (organization_id, default_clinic_id) REFERENCES clinic (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_principal_organization_organization_id" FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT,
        CONSTRAINT "FK_principal_staff_member_organization_id_staff_member_id" FOREIGN KEY (organization_id, staff_member_id) REFERENCES staff_member (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE TABLE review_session (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        care_manager_id uuid NOT NULL,
        consultant_id uuid NOT NULL,
        on_day date NOT NULL,
        closed_at timestamp with time zone,
        version integer NOT NULL,
        recorded_at timestamp with time zone NOT NULL,
        recorded_by uuid NOT NULL,
        CONSTRAINT pk_review_session PRIMARY KEY (organization_id, id),
        CONSTRAINT "FK_review_session_organization_organization_id" FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT,
        CONSTRAINT "FK_review_session_staff_member_organization_id_care_manager_id" FOREIGN KEY (organization_id, care_manager_id) REFERENCES staff_member (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_review_session_staff_member_organization_id_consultant_id" FOREIGN KEY (organization_id, consultant_id) REFERENCES staff_member (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE TABLE assessment_identifier (
        organization_id uuid NOT NULL,
        system character varying(400) NOT NULL,
        value character varying(200) NOT NULL,
        assessment_id uuid NOT NULL,
        CONSTRAINT pk_assessment_identifier PRIMARY KEY (organization_id, system, value),
        CONSTRAINT "FK_assessment_identifier_assessment_organization_id_assessment~" FOREIGN KEY (organization_id, assessment_id) REFERENCES assessment (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE TABLE care_team_assignment (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        patient_id uuid NOT NULL,
        episode_id uuid NOT NULL,
        role character varying(32) NOT NULL,
        staff_member_id uuid NOT NULL,
        from_on date NOT NULL,
        until_on date,
        version integer NOT NULL,
        recorded_at timestamp with time zone NOT NULL,
        recorded_by uuid NOT NULL,
        CONSTRAINT pk_care_team_assignment PRIMARY KEY (organization_id, id),
        CONSTRAINT ck_care_team_assignment_period CHECK (until_on > from_on),
        CONSTRAINT ck_care_team_assignment_role CHECK (role in ('care-manager', 'psychiatric-consultant', 'treating-provider', 'other')),
        CONSTRAINT "FK_care_team_assignment_episode_organization_id_episode_id" FOREIGN KEY (organization_id, episode_id) REFERENCES episode (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_care_team_assignment_organization_organization_id" FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT,
        CONSTRAINT "FK_care_team_assignment_patient_organization_id_patient_id" FOREIGN KEY (organization_id, patient_id) REFERENCES patient (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_care_team_assignment_staff_member_organization_id_staff_mem~" FOREIGN KEY (organization_id, staff_member_id) REFERENCES staff_member (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE TABLE closed_billing_month (
        organization_id uuid NOT NULL,
        episode_id uuid NOT NULL,
        month_on date NOT NULL,
        patient_id uuid NOT NULL,
        payer_profile character varying(64) NOT NULL,
        closed_at timestamp with time zone NOT NULL,
        closed_by uuid NOT NULL,
        CONSTRAINT pk_closed_billing_month PRIMARY KEY (organization_id, episode_id, month_on),
        CONSTRAINT ck_closed_billing_month_first_day CHECK (extract(day from month_on) = 1),
        CONSTRAINT "FK_closed_billing_month_episode_organization_id_episode_id" FOREIGN KEY (organization_id, episode_id) REFERENCES episode (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_closed_billing_month_patient_organization_id_patient_id" FOREIGN KEY (organization_id, patient_id) REFERENCES patient (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE TABLE contact (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        staff_member_id uuid NOT NULL,
        purpose character varying(32) NOT NULL,
        mode character varying(32) NOT NULL,
        started_at timestamp with time zone,
        minutes integer NOT NULL,
        kept boolean NOT NULL,
        version integer NOT NULL,
        recorded_at timestamp with time zone NOT NULL,
        recorded_by uuid NOT NULL,
        patient_id uuid NOT NULL,
        episode_id uuid NOT NULL,
        on_day date NOT NULL,
        entered_in_error boolean NOT NULL,
        CONSTRAINT pk_contact PRIMARY KEY (organization_id, id),
        CONSTRAINT ck_contact_minutes CHECK (minutes between 0 and 480),
        CONSTRAINT ck_contact_mode CHECK (mode in ('in-person', 'video', 'phone', 'message')),
        CONSTRAINT ck_contact_purpose CHECK (purpose in ('initial-assessment', 'follow-up', 'relapse-prevention', 'outreach-attempt', 'no-show', 'scheduling', 'message', 'collateral', 'care-coordination')),
        CONSTRAINT "FK_contact_episode_organization_id_episode_id" FOREIGN KEY (organization_id, episode_id) REFERENCES episode (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_contact_organization_organization_id" FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT,
        CONSTRAINT "FK_contact_patient_organization_id_patient_id" FOREIGN KEY (organization_id, patient_id) REFERENCES patient (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_contact_staff_member_organization_id_staff_member_id" FOREIGN KEY (organization_id, staff_member_id) REFERENCES staff_member (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE TABLE episode_status_change (
        organization_id uuid NOT NULL,
        episode_id uuid NOT NULL,
        sequence integer NOT NULL,
        status character varying(32) NOT NULL,
        on_day date NOT NULL,
        recorded_at timestamp with time zone NOT NULL,
        CONSTRAINT pk_episode_status_change PRIMARY KEY (organization_id, episode_id, sequence),
        CONSTRAINT ck_episode_status_change_status CHECK (status in ('referred', 'treatment', 'relapse-prevention', 'inactive')),
        CONSTRAINT "FK_episode_status_change_episode_organization_id_episode_id" FOREIGN KEY (organization_id, episode_id) REFERENCES episode (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE TABLE relapse_prevention_plan (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        staff_member_id uuid NOT NULL,
        started_at timestamp with time zone,
        minutes integer NOT NULL,
        version integer NOT NULL,
        recorded_at timestamp with time zone NOT NULL,
        recorded_by uuid NOT NULL,
        patient_id uuid NOT NULL,
        episode_id uuid NOT NULL,
        on_day date NOT NULL,
        entered_in_error boolean NOT NULL,
        CONSTRAINT pk_relapse_prevention_plan PRIMARY KEY (organization_id, id),
        CONSTRAINT ck_relapse_prevention_plan_minutes CHECK (minutes between 0 and 480),
        CONSTRAINT "FK_relapse_prevention_plan_episode_organization_id_episode_id" FOREIGN KEY (organization_id, episode_id) REFERENCES episode (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_relapse_prevention_plan_organization_organization_id" FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT,
        CONSTRAINT "FK_relapse_prevention_plan_patient_organization_id_patient_id" FOREIGN KEY (organization_id, patient_id) REFERENCES patient (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_relapse_prevention_plan_staff_member_organization_id_staff_~" FOREIGN KEY (organization_id, staff_member_id) REFERENCES staff_member (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE TABLE team_entry (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        note character varying(1000),
        kind character varying(32) NOT NULL,
        assessment_id uuid,
        reason character varying(32),
        withdrawn_on date,
        flag_id character varying(8),
        disposition character varying(32),
        snoozed_until date,
        instrument character varying(16),
        flag character varying(32),
        cleared_on date,
        staff_member_id uuid,
        work character varying(32),
        by character varying(32),
        started_at timestamp with time zone,
        minutes integer,
        billed_elsewhere boolean,
        attendees integer,
        due_on date,
        done_on date,
        treatment character varying(32),
        change character varying(32),
        description character varying(200),
        version integer NOT NULL,
        recorded_at timestamp with time zone NOT NULL,
        recorded_by uuid NOT NULL,
        patient_id uuid NOT NULL,
        episode_id uuid NOT NULL,
        on_day date NOT NULL,
        entered_in_error boolean NOT NULL,
        CONSTRAINT pk_team_entry PRIMARY KEY (organization_id, id),
        CONSTRAINT ck_team_entry_minutes CHECK (minutes between 0 and 480),
        CONSTRAINT "FK_team_entry_episode_organization_id_episode_id" FOREIGN KEY (organization_id, episode_id) REFERENCES episode (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_team_entry_organization_organization_id" FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT,
        CONSTRAINT "FK_team_entry_patient_organization_id_patient_id" FOREIGN KEY (organization_id, patient_id) REFERENCES patient (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_team_entry_staff_member_organization_id_staff_member_id" FOREIGN KEY (organization_id, staff_member_id) REFERENCES staff_member (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE TABLE role_grant (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        principal_id uuid NOT NULL,
        role character varying(32) NOT NULL,
        clinic_id uuid,
        valid_from timestamp with time zone NOT NULL,
        valid_to timestamp with time zone,
        CONSTRAINT pk_role_grant PRIMARY KEY (organization_id, id),
        CONSTRAINT ck_role_grant_role CHECK (role in ('care-manager', 'psychiatric-consultant', 'ehr-integration', 'program-lead', 'auditor', 'administrator')),
        CONSTRAINT "FK_role_grant_clinic_organization_id_clinic_id" FOREIGN KEY (organization_id, clinic_id) REFERENCES clinic (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_role_grant_principal_organization_id_principal_id" FOREIGN KEY (organization_id, principal_id) REFERENCES principal (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE TABLE consultation (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        consultant_id uuid NOT NULL,
        review_session_id uuid,
        started_at timestamp with time zone,
        minutes integer NOT NULL,
        recommendation character varying(32),
        recommendation_state character varying(32) NOT NULL,
        settled_on date,
        note character varying(1000),
        version integer NOT NULL,
        recorded_at timestamp with time zone NOT NULL,
        recorded_by uuid NOT NULL,
        patient_id uuid NOT NULL,
        episode_id uuid NOT NULL,
        on_day date NOT NULL,
        entered_in_error boolean NOT NULL,
        CONSTRAINT pk_consultation PRIMARY KEY (organization_id, id),
        CONSTRAINT ck_consultation_minutes CHECK (minutes between 0 and 480),
        CONSTRAINT ck_consultation_recommendation CHECK (recommendation in ('continue-treatment', 'change-medication', 'change-psychotherapy', 'further-assessment', 'refer-to-specialty-care', 'safety-plan', 'other')),
        CONSTRAINT ck_consultation_recommendation_state CHECK (recommendation_state in ('open', 'accepted', 'declined', 'done')),
        CONSTRAINT "FK_consultation_episode_organization_id_episode_id" FOREIGN KEY (organization_id, episode_id) REFERENCES episode (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_consultation_organization_organization_id" FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT,
        CONSTRAINT "FK_consultation_patient_organization_id_patient_id" FOREIGN KEY (organization_id, patient_id) REFERENCES patient (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_consultation_review_session_organization_id_review_session_~" FOREIGN KEY (organization_id, review_session_id) REFERENCES review_session (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_consultation_staff_member_organization_id_consultant_id" FOREIGN KEY (organization_id, consultant_id) REFERENCES staff_member (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE INDEX ix_assessment_counted ON assessment (organization_id, patient_id, administered_on) INCLUDE (instrument, total, self_harm_answer, administered_at, origin, received_on, reviewed_on, id) WHERE status in ('final', 'amended', 'corrected') and total is not null;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE INDEX ix_assessment_patient ON assessment (organization_id, patient_id, id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE INDEX ix_assessment_quarantined ON assessment (organization_id, patient_id, administered_on) WHERE status = 'quarantined';
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE INDEX "IX_assessment_identifier_organization_id_assessment_id" ON assessment_identifier (organization_id, assessment_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE INDEX "IX_care_team_assignment_organization_id_patient_id" ON care_team_assignment (organization_id, patient_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE INDEX "IX_care_team_assignment_organization_id_staff_member_id_role_f~" ON care_team_assignment (organization_id, staff_member_id, role, from_on) INCLUDE (until_on, episode_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE UNIQUE INDEX ux_care_team_assignment_current ON care_team_assignment (organization_id, episode_id, role) WHERE until_on is null;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE INDEX "IX_closed_billing_month_organization_id_patient_id" ON closed_billing_month (organization_id, patient_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE INDEX "IX_consultation_organization_id_consultant_id" ON consultation (organization_id, consultant_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE INDEX "IX_consultation_organization_id_episode_id_on_day" ON consultation (organization_id, episode_id, on_day) INCLUDE (minutes, recommendation, recommendation_state, settled_on, started_at, consultant_id, id) WHERE not entered_in_error;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE INDEX "IX_consultation_organization_id_patient_id" ON consultation (organization_id, patient_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE UNIQUE INDEX ux_consultation_session_episode ON consultation (organization_id, review_session_id, episode_id) WHERE review_session_id is not null and not entered_in_error;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE INDEX "IX_contact_organization_id_episode_id_on_day" ON contact (organization_id, episode_id, on_day) INCLUDE (purpose, mode, minutes, kept, started_at, staff_member_id, id) WHERE not entered_in_error;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE INDEX "IX_contact_organization_id_patient_id" ON contact (organization_id, patient_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE INDEX "IX_contact_organization_id_staff_member_id" ON contact (organization_id, staff_member_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE INDEX "IX_episode_organization_id_clinic_id" ON episode (organization_id, clinic_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE INDEX "IX_episode_organization_id_patient_id_enrolled_on" ON episode (organization_id, patient_id, enrolled_on);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE UNIQUE INDEX ux_episode_patient_open ON episode (organization_id, patient_id, program) WHERE status <> 'inactive';
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE INDEX "IX_fact_history_organization_id_table_name_patient_id" ON fact_history (organization_id, table_name, patient_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE INDEX "IX_patient_organization_id_clinic_id_id" ON patient (organization_id, clinic_id, id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE INDEX "IX_patient_identifier_organization_id_patient_id" ON patient_identifier (organization_id, patient_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE INDEX "IX_principal_organization_id_default_clinic_id" ON principal (organization_id, default_clinic_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE INDEX "IX_principal_organization_id_staff_member_id" ON principal (organization_id, staff_member_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE UNIQUE INDEX ux_principal_issuer_subject ON principal (issuer, subject);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE INDEX "IX_relapse_prevention_plan_organization_id_episode_id_on_day" ON relapse_prevention_plan (organization_id, episode_id, on_day) INCLUDE (minutes, started_at, staff_member_id, id) WHERE not entered_in_error;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE INDEX "IX_relapse_prevention_plan_organization_id_patient_id" ON relapse_prevention_plan (organization_id, patient_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE INDEX "IX_relapse_prevention_plan_organization_id_staff_member_id" ON relapse_prevention_plan (organization_id, staff_member_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE INDEX "IX_review_session_organization_id_care_manager_id_on_day" ON review_session (organization_id, care_manager_id, on_day);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE INDEX "IX_review_session_organization_id_consultant_id" ON review_session (organization_id, consultant_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE INDEX "IX_role_grant_organization_id_clinic_id" ON role_grant (organization_id, clinic_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE INDEX "IX_role_grant_organization_id_principal_id" ON role_grant (organization_id, principal_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE INDEX "IX_staff_member_organization_id_clinic_id" ON staff_member (organization_id, clinic_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE INDEX "IX_stored_resource_organization_id_patient_id" ON stored_resource (organization_id, patient_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE INDEX "IX_team_entry_organization_id_patient_id" ON team_entry (organization_id, patient_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE INDEX "IX_team_entry_organization_id_staff_member_id" ON team_entry (organization_id, staff_member_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    CREATE INDEX ix_team_entry_episode ON team_entry (organization_id, episode_id, on_day) WHERE not entered_in_error;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010711_Initial') THEN
    INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
    VALUES ('20261122010711_Initial', '10.0.14');
    END IF;
END $EF$;
COMMIT;

START TRANSACTION;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010721_Guards') THEN
    create function keep_history() returns trigger language plpgsql as $$
    begin
      insert into fact_history (organization_id, table_name, id, version, patient_id, recorded_at, superseded_at, row)
      values (old.organization_id, tg_table_name, old.id, old.version, (to_jsonb(old) ->> 'patient_id')::uuid, old.recorded_at, new.recorded_at, to_jsonb(old));
      return null;
    end
    $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010721_Guards') THEN
    create function correct_assessment(organization uuid, assessment_id uuid, known_version int, day date, moment timestamptz, points int, answers smallint[],
      self_harm smallint, score_origin text, new_status text, sent_version text, at timestamptz, by_principal uuid) returns void language plpgsql as $$
    begin
      update assessment set administered_on = day, administered_at = moment, total = points, items = answers, self_harm_answer = self_harm,
        origin = score_origin, status = new_status, source_version = sent_version, version = known_version + 1, recorded_at = at, recorded_by = by_principal
      where organization_id = organization and id = assessment_id and version = known_version;
      if not found then raise serialization_failure using message = 'changed meanwhile'; end if;
    end
    $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010721_Guards') THEN
    create trigger keep_history after update on patient for each row execute function keep_history()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010721_Guards') THEN
    alter table patient set (autovacuum_vacuum_insert_scale_factor = 0.02)
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010721_Guards') THEN
    create trigger keep_history after update on episode for each row execute function keep_history()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010721_Guards') THEN
    alter table episode set (autovacuum_vacuum_insert_scale_factor = 0.02)
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010721_Guards') THEN
    create trigger keep_history after update on care_team_assignment for each row execute function keep_history()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010721_Guards') THEN
    alter table care_team_assignment set (autovacuum_vacuum_insert_scale_factor = 0.02)
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010721_Guards') THEN
    create trigger keep_history after update on assessment for each row execute function keep_history()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010721_Guards') THEN
    alter table assessment set (autovacuum_vacuum_insert_scale_factor = 0.02)
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010721_Guards') THEN
    create trigger keep_history after update on contact for each row execute function keep_history()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010721_Guards') THEN
    alter table contact set (autovacuum_vacuum_insert_scale_factor = 0.02)
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010721_Guards') THEN
    create trigger keep_history after update on consultation for each row execute function keep_history()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010721_Guards') THEN
    alter table consultation set (autovacuum_vacuum_insert_scale_factor = 0.02)
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010721_Guards') THEN
    create trigger keep_history after update on relapse_prevention_plan for each row execute function keep_history()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010721_Guards') THEN
    alter table relapse_prevention_plan set (autovacuum_vacuum_insert_scale_factor = 0.02)
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010721_Guards') THEN
    create trigger keep_history after update on team_entry for each row execute function keep_history()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010721_Guards') THEN
    alter table team_entry set (autovacuum_vacuum_insert_scale_factor = 0.02)
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010721_Guards') THEN
    create trigger keep_history after update on review_session for each row execute function keep_history()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010721_Guards') THEN
    alter table review_session set (autovacuum_vacuum_insert_scale_factor = 0.02)
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010721_Guards') THEN
    create trigger keep_history after update on stored_resource for each row execute function keep_history()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010721_Guards') THEN
    alter table stored_resource set (autovacuum_vacuum_insert_scale_factor = 0.02)
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010721_Guards') THEN
    create function episode_known(organization uuid, subject uuid, known_at timestamptz) returns setof episode language sql stable as $$
      select t.* from episode t where t.organization_id = organization and t.patient_id = subject and t.recorded_at <= known_at
      union all
      select r.* from fact_history h, jsonb_populate_record(null::episode, h.row) r
      where h.organization_id = organization and h.table_name = 'episode' and h.patient_id = subject and h.recorded_at <= known_at and h.superseded_at > known_at
    $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010721_Guards') THEN
    create function care_team_assignment_known(organization uuid, subject uuid, known_at timestamptz) returns setof care_team_assignment language sql stable as $$
      select t.* from care_team_assignment t where t.organization_id = organization and t.patient_id = subject and t.recorded_at <= known_at
      union all
      select r.* from fact_history h, jsonb_populate_record(null::care_team_assignment, h.row) r
      where h.organization_id = organization and h.table_name = 'care_team_assignment' and h.patient_id = subject and h.recorded_at <= known_at and h.superseded_at > known_at
    $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010721_Guards') THEN
    create function assessment_known(organization uuid, subject uuid, known_at timestamptz) returns setof assessment language sql stable as $$
      select t.* from assessment t where t.organization_id = organization and t.patient_id = subject and t.recorded_at <= known_at
      union all
      select r.* from fact_history h, jsonb_populate_record(null::assessment, h.row) r
      where h.organization_id = organization and h.table_name = 'assessment' and h.patient_id = subject and h.recorded_at <= known_at and h.superseded_at > known_at
    $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010721_Guards') THEN
    create function contact_known(organization uuid, subject uuid, known_at timestamptz) returns setof contact language sql stable as $$
      select t.* from contact t where t.organization_id = organization and t.patient_id = subject and t.recorded_at <= known_at
      union all
      select r.* from fact_history h, jsonb_populate_record(null::contact, h.row) r
      where h.organization_id = organization and h.table_name = 'contact' and h.patient_id = subject and h.recorded_at <= known_at and h.superseded_at > known_at
    $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010721_Guards') THEN
    create function consultation_known(organization uuid, subject uuid, known_at timestamptz) returns setof consultation language sql stable as $$
      select t.* from consultation t where t.organization_id = organization and t.patient_id = subject and t.recorded_at <= known_at
      union all
      select r.* from fact_history h, jsonb_populate_record(null::consultation, h.row) r
      where h.organization_id = organization and h.table_name = 'consultation' and h.patient_id = subject and h.recorded_at <= known_at and h.superseded_at > known_at
    $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010721_Guards') THEN
    create function relapse_prevention_plan_known(organization uuid, subject uuid, known_at timestamptz) returns setof relapse_prevention_plan language sql stable as $$
      select t.* from relapse_prevention_plan t where t.organization_id = organization and t.patient_id = subject and t.recorded_at <= known_at
      union all
      select r.* from fact_history h, jsonb_populate_record(null::relapse_prevention_plan, h.row) r
      where h.organization_id = organization and h.table_name = 'relapse_prevention_plan' and h.patient_id = subject and h.recorded_at <= known_at and h.superseded_at > known_at
    $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010721_Guards') THEN
    create function team_entry_known(organization uuid, subject uuid, known_at timestamptz) returns setof team_entry language sql stable as $$
      select t.* from team_entry t where t.organization_id = organization and t.patient_id = subject and t.recorded_at <= known_at
      union all
      select r.* from fact_history h, jsonb_populate_record(null::team_entry, h.row) r
      where h.organization_id = organization and h.table_name = 'team_entry' and h.patient_id = subject and h.recorded_at <= known_at and h.superseded_at > known_at
    $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010721_Guards') THEN
    create function care_team_assignment_known_of(organization uuid, subject uuid, known_at timestamptz) returns setof care_team_assignment language sql stable as $$
      select t.* from care_team_assignment t where t.organization_id = organization and t.staff_member_id = subject and t.recorded_at <= known_at
      union all
      select r.* from fact_history h, jsonb_populate_record(null::care_team_assignment, h.row) r
      where h.organization_id = organization and h.table_name = 'care_team_assignment' and (h.row ->> 'staff_member_id')::uuid = subject and h.recorded_at <= known_at and h.superseded_at > known_at
    $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010721_Guards') THEN
    create index ix_fact_history_staff on fact_history (organization_id, ((row ->> 'staff_member_id')::uuid)) where table_name = 'care_team_assignment'
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010721_Guards') THEN
    grant usage on schema public to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010721_Guards') THEN
    grant select, insert, update on patient, episode, care_team_assignment, assessment, contact, consultation, relapse_prevention_plan, team_entry, review_session, stored_resource to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010721_Guards') THEN
    grant select, insert on audit_entry, fact_history, episode_status_change, patient_identifier, assessment_identifier, idempotency_key, closed_billing_month to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010721_Guards') THEN
    grant select on organization, clinic, staff_member, principal, role_grant to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010721_Guards') THEN
    grant update (outcome_profile, payer_profile, flag_parameters) on organization to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010721_Guards') THEN
    grant select on "__EFMigrationsHistory" to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122010721_Guards') THEN
    INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
    VALUES ('20261122010721_Guards', '10.0.14');
    END IF;
END $EF$;
COMMIT;

START TRANSACTION;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122023810_ResourceVersions') THEN
    ALTER TABLE patient_identifier ADD since_version integer NOT NULL DEFAULT 1;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122023810_ResourceVersions') THEN
    create function correct_patient(organization uuid, patient_id uuid, known_version int, family text, given text, birth date, at timestamptz, by_principal uuid)
      returns void language plpgsql as $$
    begin
      update patient set family_name = family, given_name = given, birth_date = birth, version = known_version + 1, recorded_at = at, recorded_by = by_principal
      where organization_id = organization and id = patient_id and version = known_version;
      if not found then raise serialization_failure using message = 'changed meanwhile'; end if;
    end
    $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122023810_ResourceVersions') THEN
    INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
    VALUES ('20261122023810_ResourceVersions', '10.0.14');
    END IF;
END $EF$;
COMMIT;

START TRANSACTION;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032521_Events') THEN
    CREATE TABLE announced_flag (
        organization_id uuid NOT NULL,
        episode_id uuid NOT NULL,
        flag_id character varying(8) NOT NULL,
        instrument character varying(16) NOT NULL,
        seen_on date NOT NULL,
        CONSTRAINT pk_announced_flag PRIMARY KEY (organization_id, episode_id, flag_id, instrument),
        CONSTRAINT "FK_announced_flag_episode_organization_id_episode_id" FOREIGN KEY (organization_id, episode_id) REFERENCES episode (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032521_Events') THEN
    CREATE TABLE cds_client (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        principal_id uuid NOT NULL,
        jwks character varying(20000),
        jwks_uri character varying(500),
        created_at timestamp with time zone NOT NULL,
        ended_at timestamp with time zone,
        CONSTRAINT pk_cds_client PRIMARY KEY (organization_id, id),
        CONSTRAINT ck_cds_client_keys CHECK ((jwks is null) <> (jwks_uri is null)),
        CONSTRAINT "FK_cds_client_principal_organization_id_principal_id" FOREIGN KEY (organization_id, principal_id) REFERENCES principal (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032521_Events') THEN
    CREATE TABLE flag_check (
        organization_id uuid NOT NULL,
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        patient_id uuid NOT NULL,
        is_first boolean NOT NULL,
        CONSTRAINT pk_flag_check PRIMARY KEY (organization_id, sequence)
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032521_Events') THEN
    CREATE TABLE flag_day (
        organization_id uuid NOT NULL,
        clinic_id uuid NOT NULL,
        checked_on date NOT NULL,
        CONSTRAINT pk_flag_day PRIMARY KEY (organization_id, clinic_id),
        CONSTRAINT "FK_flag_day_clinic_organization_id_clinic_id" FOREIGN KEY (organization_id, clinic_id) REFERENCES clinic (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032521_Events') THEN
    CREATE TABLE webhook (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        url character varying(500) NOT NULL,
        kinds text[] NOT NULL,
        clinic_ids uuid[] NOT NULL,
        state character varying(32) NOT NULL,
        secret_version integer NOT NULL,
        secret_rotated_at timestamp with time zone,
        failures integer NOT NULL,
        failing_since timestamp with time zone,
        next_attempt_at timestamp with time zone,
        leased_until timestamp with time zone,
        created_at timestamp with time zone NOT NULL,
        ended_at timestamp with time zone,
        CONSTRAINT pk_webhook PRIMARY KEY (organization_id, id),
        CONSTRAINT ck_webhook_state CHECK (state in ('active', 'paused', 'parked', 'ended')),
        CONSTRAINT "FK_webhook_organization_organization_id" FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032521_Events') THEN
    CREATE TABLE used_token (
        organization_id uuid NOT NULL,
        cds_client_id uuid NOT NULL,
        hash bytea NOT NULL,
        expires_at timestamp with time zone NOT NULL,
        CONSTRAINT pk_used_token PRIMARY KEY (organization_id, cds_client_id, hash),
        CONSTRAINT "FK_used_token_cds_client_organization_id_cds_client_id" FOREIGN KEY (organization_id, cds_client_id) REFERENCES cds_client (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032521_Events') THEN
    CREATE TABLE webhook_delivery (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        webhook_id uuid NOT NULL,
        sequence bigint GENERATED ALWAYS AS IDENTITY,
        event_id uuid NOT NULL,
        kind character varying(32) NOT NULL,
        occurred_at timestamp with time zone NOT NULL,
        resource character varying(100),
        attempts integer NOT NULL,
        last_attempt_at timestamp with time zone,
        last_outcome character varying(32),
        last_status integer,
        delivered_at timestamp with time zone,
        CONSTRAINT pk_webhook_delivery PRIMARY KEY (organization_id, id),
        CONSTRAINT ck_webhook_delivery_kind CHECK (kind in ('ping', 'score-stored', 'flag-raised')),
        CONSTRAINT ck_webhook_delivery_last_outcome CHECK (last_outcome in ('delivered', 'refused', 'timed-out', 'unreachable', 'address-not-allowed')),
        CONSTRAINT "FK_webhook_delivery_webhook_organization_id_webhook_id" FOREIGN KEY (organization_id, webhook_id) REFERENCES webhook (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032521_Events') THEN
    CREATE UNIQUE INDEX ux_cds_client_principal ON cds_client (organization_id, principal_id) WHERE ended_at is null;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032521_Events') THEN
    CREATE INDEX "IX_used_token_organization_id_cds_client_id_expires_at" ON used_token (organization_id, cds_client_id, expires_at);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032521_Events') THEN
    CREATE INDEX ix_webhook_delivery_waiting ON webhook_delivery (organization_id, webhook_id, sequence) WHERE delivered_at is null;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032521_Events') THEN
    CREATE INDEX ix_webhook_delivery_webhook ON webhook_delivery (organization_id, webhook_id, sequence);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032521_Events') THEN
    create function announce_scores() returns trigger language plpgsql as $$
    begin
      if tg_op = 'INSERT' then
        insert into webhook_delivery (organization_id, id, webhook_id, event_id, kind, occurred_at, resource, attempts)
        select a.organization_id, gen_random_uuid(), w.id, md5(a.id::text || '/' || a.version)::uuid, 'score-stored', a.recorded_at, 'Observation/' || a.id, 0
        from after_write a join webhook w on w.organization_id = a.organization_id and is_told(w, 'score-stored', a.patient_id)
        where a.status in ('final', 'amended', 'corrected') and a.total is not null
        order by a.id;
      else
        insert into webhook_delivery (organization_id, id, webhook_id, event_id, kind, occurred_at, resource, attempts)
        select a.organization_id, gen_random_uuid(), w.id, md5(a.id::text || '/' || a.version)::uuid, 'score-stored', a.recorded_at, 'Observation/' || a.id, 0
        from after_write a join before_write b on b.organization_id = a.organization_id and b.id = a.id
        join webhook w on w.organization_id = a.organization_id and is_told(w, 'score-stored', a.patient_id)
        where (a.status in ('final', 'amended', 'corrected') and a.total is not null or b.status in ('final', 'amended', 'corrected') and b.total is not null) and (a.status in ('final', 'amended', 'corrected') and a.total is not null, a.total, a.items, a.self_harm_answer, a.administered_on, a.administered_at) is distinct from (b.status in ('final', 'amended', 'corrected') and b.total is not null, b.total, b.items, b.self_harm_answer, b.administered_on, b.administered_at)
        order by a.id;
      end if;
      return null;
    end
    $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032521_Events') THEN
    create function is_told(w webhook, kind text, patient uuid) returns boolean language sql stable as $$
      select w.state <> 'ended' and kind = any(w.kinds) and (w.clinic_ids = '{}'
        or exists (select from patient p where p.organization_id = w.organization_id and p.id = patient and p.clinic_id = any(w.clinic_ids)))
    $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032521_Events') THEN
    create function queue_flag_checks() returns trigger language plpgsql as $$
    begin
      insert into flag_check (organization_id, patient_id, is_first)
      select distinct a.organization_id, a.patient_id, false from after_write a
      where exists (select from webhook w where w.organization_id = a.organization_id and w.state <> 'ended' and 'flag-raised' = any(w.kinds));
      return null;
    end
    $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032521_Events') THEN
    create trigger announce_new_scores after insert on assessment referencing new table as after_write for each statement execute function announce_scores()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032521_Events') THEN
    create trigger announce_changed_scores after update on assessment referencing old table as before_write new table as after_write
    for each statement execute function announce_scores()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032521_Events') THEN
    create trigger queue_flag_checks_of_new after insert on assessment referencing new table as after_write for each statement execute function queue_flag_checks()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032521_Events') THEN
    create trigger queue_flag_checks_of_changed after update on assessment referencing new table as after_write for each statement execute function queue_flag_checks()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032521_Events') THEN
    create trigger queue_flag_checks_of_new after insert on contact referencing new table as after_write for each statement execute function queue_flag_checks()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032521_Events') THEN
    create trigger queue_flag_checks_of_changed after update on contact referencing new table as after_write for each statement execute function queue_flag_checks()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032521_Events') THEN
    create trigger queue_flag_checks_of_new after insert on consultation referencing new table as after_write for each statement execute function queue_flag_checks()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032521_Events') THEN
    create trigger queue_flag_checks_of_changed after update on consultation referencing new table as after_write for each statement execute function queue_flag_checks()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032521_Events') THEN
    create trigger queue_flag_checks_of_new after insert on relapse_prevention_plan referencing new table as after_write for each statement execute function queue_flag_checks()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032521_Events') THEN
    create trigger queue_flag_checks_of_changed after update on relapse_prevention_plan referencing new table as after_write for each statement execute function queue_flag_checks()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032521_Events') THEN
    create trigger queue_flag_checks_of_new after insert on team_entry referencing new table as after_write for each statement execute function queue_flag_checks()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032521_Events') THEN
    create trigger queue_flag_checks_of_changed after update on team_entry referencing new table as after_write for each statement execute function queue_flag_checks()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032521_Events') THEN
    create trigger queue_flag_checks_of_new after insert on episode referencing new table as after_write for each statement execute function queue_flag_checks()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032521_Events') THEN
    create trigger queue_flag_checks_of_changed after update on episode referencing new table as after_write for each statement execute function queue_flag_checks()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032521_Events') THEN
    create trigger queue_flag_checks_of_new after insert on care_team_assignment referencing new table as after_write for each statement execute function queue_flag_checks()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032521_Events') THEN
    create trigger queue_flag_checks_of_changed after update on care_team_assignment referencing new table as after_write for each statement execute function queue_flag_checks()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032521_Events') THEN
    grant select, insert, update on webhook, cds_client to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032521_Events') THEN
    grant select, insert, update, delete on webhook_delivery, announced_flag, flag_check, flag_day to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032521_Events') THEN
    grant select, insert, delete on used_token to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032521_Events') THEN
    INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
    VALUES ('20261122032521_Events', '10.0.14');
    END IF;
END $EF$;
COMMIT;

START TRANSACTION;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032827_SearchIndexes') THEN
    DROP INDEX "IX_contact_organization_id_patient_id";
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032827_SearchIndexes') THEN
    CREATE INDEX ix_patient_birth_date ON patient (organization_id, birth_date);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032827_SearchIndexes') THEN
    CREATE INDEX ix_patient_recorded ON patient (organization_id, recorded_at, id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032827_SearchIndexes') THEN
    CREATE INDEX ix_fact_history_superseded ON fact_history (organization_id, table_name, superseded_at);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032827_SearchIndexes') THEN
    CREATE INDEX ix_episode_recorded ON episode (organization_id, recorded_at, id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032827_SearchIndexes') THEN
    CREATE INDEX ix_contact_patient ON contact (organization_id, patient_id, on_day);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032827_SearchIndexes') THEN
    CREATE INDEX ix_contact_recorded ON contact (organization_id, recorded_at, id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032827_SearchIndexes') THEN
    CREATE INDEX ix_assessment_recorded ON assessment (organization_id, recorded_at, id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032827_SearchIndexes') THEN
    create index ix_patient_family on patient (organization_id, lower(family_name) text_pattern_ops)
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122032827_SearchIndexes') THEN
    INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
    VALUES ('20261122032827_SearchIndexes', '10.0.14');
    END IF;
END $EF$;
COMMIT;

START TRANSACTION;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122033525_Quarantine') THEN
    DROP INDEX ix_assessment_quarantined;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122033525_Quarantine') THEN
    ALTER TABLE organization ADD patient_identifier_systems text[];
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122033525_Quarantine') THEN
    CREATE TABLE code_mapping (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        source_id uuid NOT NULL,
        system character varying(400) NOT NULL,
        code character varying(200) NOT NULL,
        instrument character varying(16),
        recorded_at timestamp with time zone NOT NULL,
        recorded_by uuid NOT NULL,
        ended_at timestamp with time zone,
        ended_by uuid,
        CONSTRAINT pk_code_mapping PRIMARY KEY (organization_id, id),
        CONSTRAINT ck_code_mapping_form CHECK (code <> '' or instrument is null),
        CONSTRAINT "FK_code_mapping_principal_organization_id_source_id" FOREIGN KEY (organization_id, source_id) REFERENCES principal (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122033525_Quarantine') THEN
    CREATE TABLE form (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        url character varying(400) NOT NULL,
        business_version character varying(64) NOT NULL,
        recorded_at timestamp with time zone NOT NULL,
        recorded_by uuid NOT NULL,
        body text NOT NULL,
        CONSTRAINT pk_form PRIMARY KEY (organization_id, id),
        CONSTRAINT "FK_form_organization_organization_id" FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122033525_Quarantine') THEN
    CREATE TABLE import_source (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        unmapped_codes character varying(32) NOT NULL,
        unknown_forms character varying(32) NOT NULL,
        may_load_forms boolean NOT NULL,
        CONSTRAINT pk_import_source PRIMARY KEY (organization_id, id),
        CONSTRAINT ck_import_source_codes CHECK (unmapped_codes in ('keep-surveys', 'keep-numbers', 'refuse')),
        CONSTRAINT ck_import_source_forms CHECK (unknown_forms in ('keep', 'refuse')),
        CONSTRAINT "FK_import_source_principal_organization_id_id" FOREIGN KEY (organization_id, id) REFERENCES principal (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122033525_Quarantine') THEN
    CREATE TABLE quarantine_entry (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        source_id uuid NOT NULL,
        patient_id uuid NOT NULL,
        resource_type character varying(64) NOT NULL,
        system character varying(400) NOT NULL,
        code character varying(200) NOT NULL,
        identity character varying(64) NOT NULL,
        body text NOT NULL,
        received_at timestamp with time zone NOT NULL,
        received_on date NOT NULL,
        state character varying(32) NOT NULL,
        settled_at timestamp with time zone,
        settled_on date,
        assessment_id uuid,
        reason character varying(1000),
        CONSTRAINT pk_quarantine_entry PRIMARY KEY (organization_id, id),
        CONSTRAINT ck_quarantine_entry_state CHECK (state in ('waiting', 'taken-in', 'not-ours')),
        CONSTRAINT "FK_quarantine_entry_assessment_organization_id_assessment_id" FOREIGN KEY (organization_id, assessment_id) REFERENCES assessment (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_quarantine_entry_patient_organization_id_patient_id" FOREIGN KEY (organization_id, patient_id) REFERENCES patient (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_quarantine_entry_principal_organization_id_source_id" FOREIGN KEY (organization_id, source_id) REFERENCES principal (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122033525_Quarantine') THEN
    CREATE INDEX ix_stored_resource_response ON stored_resource (organization_id, recorded_at, id) WHERE resource_type = 'QuestionnaireResponse';
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122033525_Quarantine') THEN
    CREATE INDEX ix_assessment_wants_somebody ON assessment (organization_id, patient_id, administered_on) WHERE (status = 'quarantined' or (self_harm_answer > 0 and total is null and status in ('final', 'amended', 'corrected')));
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122033525_Quarantine') THEN
    CREATE UNIQUE INDEX ux_code_mapping_in_force ON code_mapping (organization_id, source_id, system, code) WHERE ended_at is null;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122033525_Quarantine') THEN
    CREATE UNIQUE INDEX ux_form_url ON form (organization_id, url, business_version);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122033525_Quarantine') THEN
    CREATE INDEX "IX_quarantine_entry_organization_id_assessment_id" ON quarantine_entry (organization_id, assessment_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122033525_Quarantine') THEN
    CREATE INDEX ix_quarantine_entry_patient ON quarantine_entry (organization_id, patient_id, received_on);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122033525_Quarantine') THEN
    CREATE INDEX ix_quarantine_entry_waiting ON quarantine_entry (organization_id, id) WHERE state = 'waiting';
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122033525_Quarantine') THEN
    CREATE UNIQUE INDEX ux_quarantine_entry_identity ON quarantine_entry (organization_id, source_id, identity);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122033525_Quarantine') THEN
    grant select, insert on quarantine_entry, code_mapping, import_source, form to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122033525_Quarantine') THEN
    grant update (state, settled_at, settled_on, assessment_id, reason) on quarantine_entry to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122033525_Quarantine') THEN
    grant update (ended_at, ended_by) on code_mapping to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122033525_Quarantine') THEN
    grant update (unmapped_codes, unknown_forms, may_load_forms) on import_source to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122033525_Quarantine') THEN
    grant update (patient_identifier_systems) on organization to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122033525_Quarantine') THEN
    INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
    VALUES ('20261122033525_Quarantine', '10.0.14');
    END IF;
END $EF$;
COMMIT;

START TRANSACTION;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122034439_AuditChain') THEN
    ALTER TABLE audit_entry ADD client_id text;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122034439_AuditChain') THEN
    ALTER TABLE audit_entry ADD event character varying(32) NOT NULL DEFAULT '';
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122034439_AuditChain') THEN
    ALTER TABLE audit_entry ADD network_address text;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122034439_AuditChain') THEN
    ALTER TABLE audit_entry ADD purpose_of_use character varying(16) NOT NULL DEFAULT '';
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122034439_AuditChain') THEN
    ALTER TABLE audit_entry ADD resources text[] NOT NULL DEFAULT ARRAY[]::text[];
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122034439_AuditChain') THEN
    ALTER TABLE audit_entry ADD roles text[] NOT NULL DEFAULT ARRAY[]::text[];
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122034439_AuditChain') THEN
    ALTER TABLE audit_entry ADD token_id text;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122034439_AuditChain') THEN
    ALTER TABLE audit_entry ADD xid bigint NOT NULL DEFAULT (pg_current_xact_id()::text::bigint);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122034439_AuditChain') THEN
    CREATE TABLE audit_entry_patient (
        organization_id uuid NOT NULL,
        patient_id uuid NOT NULL,
        at timestamp with time zone NOT NULL,
        entry_id uuid NOT NULL,
        CONSTRAINT pk_audit_entry_patient PRIMARY KEY (organization_id, patient_id, at, entry_id)
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122034439_AuditChain') THEN
    CREATE TABLE audit_seal (
        organization_id uuid NOT NULL,
        sequence bigint NOT NULL,
        entry_id uuid NOT NULL,
        xid bigint NOT NULL,
        hash bytea NOT NULL,
        sealed_at timestamp with time zone NOT NULL,
        CONSTRAINT pk_audit_seal PRIMARY KEY (organization_id, sequence)
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122034439_AuditChain') THEN
    CREATE TABLE disclosure (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        patient_id uuid NOT NULL,
        disclosed_on date NOT NULL,
        recipient_name character varying(200) NOT NULL,
        recipient_address character varying(400),
        what character varying(400) NOT NULL,
        purpose character varying(32) NOT NULL,
        why character varying(400) NOT NULL,
        withheld_until date,
        recorded_at timestamp with time zone NOT NULL,
        recorded_by uuid NOT NULL,
        CONSTRAINT pk_disclosure PRIMARY KEY (organization_id, id),
        CONSTRAINT ck_disclosure_purpose CHECK (purpose in ('treatment', 'payment', 'operations', 'to-the-individual', 'authorized', 'limited-data-set', 'public-health', 'abuse-report', 'health-oversight', 'judicial-proceeding', 'law-enforcement', 'research', 'avert-threat', 'required-by-law')),
        CONSTRAINT "FK_disclosure_patient" FOREIGN KEY (organization_id, patient_id) REFERENCES patient (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122034439_AuditChain') THEN
    CREATE INDEX ix_audit_entry_action ON audit_entry (organization_id, action, at, id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122034439_AuditChain') THEN
    CREATE INDEX ix_audit_entry_at ON audit_entry (organization_id, at, id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122034439_AuditChain') THEN
    CREATE INDEX ix_audit_entry_event ON audit_entry (organization_id, event, at, id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122034439_AuditChain') THEN
    CREATE INDEX ix_audit_entry_principal ON audit_entry (organization_id, principal_id, at, id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122034439_AuditChain') THEN
    CREATE INDEX ix_audit_entry_refused ON audit_entry (organization_id, outcome, at, id) WHERE outcome <> 'success';
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122034439_AuditChain') THEN
    CREATE INDEX ix_audit_entry_xid ON audit_entry (organization_id, xid, id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122034439_AuditChain') THEN
    CREATE UNIQUE INDEX ux_audit_seal_entry ON audit_seal (organization_id, entry_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122034439_AuditChain') THEN
    CREATE INDEX ix_disclosure_patient ON disclosure (organization_id, patient_id, disclosed_on);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122034439_AuditChain') THEN
    grant select, insert on audit_seal, audit_entry_patient, disclosure to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122034439_AuditChain') THEN
    grant usage on schema public to registry_auditor
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122034439_AuditChain') THEN
    grant select on audit_entry, audit_seal, audit_entry_patient to registry_auditor
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122034439_AuditChain') THEN
    alter table audit_entry set (autovacuum_vacuum_insert_scale_factor = 0.02)
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122034439_AuditChain') THEN
    alter table audit_seal set (autovacuum_vacuum_insert_scale_factor = 0.02)
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122034439_AuditChain') THEN
    alter table audit_entry_patient set (autovacuum_vacuum_insert_scale_factor = 0.02)
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122034439_AuditChain') THEN
    INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
    VALUES ('20261122034439_AuditChain', '10.0.14');
    END IF;
END $EF$;
COMMIT;

START TRANSACTION;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122041843_Bulk') THEN
    CREATE TABLE bulk_export (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        principal_id uuid NOT NULL,
        state character varying(32) NOT NULL,
        request character varying(2000) NOT NULL,
        request_id character varying(64) NOT NULL,
        types text[] NOT NULL,
        clinics uuid[] NOT NULL,
        group_id uuid,
        since timestamp with time zone,
        ordered_at timestamp with time zone NOT NULL,
        transaction_time timestamp with time zone,
        finished_at timestamp with time zone,
        expires_at timestamp with time zone,
        leased_until timestamp with time zone,
        attempts integer NOT NULL,
        patients_done integer NOT NULL,
        patients_in_all integer NOT NULL,
        CONSTRAINT pk_bulk_export PRIMARY KEY (organization_id, id),
        CONSTRAINT ck_bulk_export_state CHECK (state in ('queued', 'running', 'complete', 'failed', 'rights-ended', 'cancelled', 'expired')),
        CONSTRAINT "FK_bulk_export_principal_organization_id_principal_id" FOREIGN KEY (organization_id, principal_id) REFERENCES principal (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_bulk_export_staff_member_organization_id_group_id" FOREIGN KEY (organization_id, group_id) REFERENCES staff_member (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122041843_Bulk') THEN
    CREATE TABLE bulk_file (
        organization_id uuid NOT NULL,
        export_id uuid NOT NULL,
        number integer NOT NULL,
        resource_type character varying(32) NOT NULL,
        count integer NOT NULL,
        bytes bigint NOT NULL,
        CONSTRAINT pk_bulk_file PRIMARY KEY (organization_id, export_id, number),
        CONSTRAINT "FK_bulk_file_bulk_export_organization_id_export_id" FOREIGN KEY (organization_id, export_id) REFERENCES bulk_export (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122041843_Bulk') THEN
    CREATE TABLE bulk_file_chunk (
        organization_id uuid NOT NULL,
        export_id uuid NOT NULL,
        file_number integer NOT NULL,
        number integer NOT NULL,
        body bytea NOT NULL,
        CONSTRAINT pk_bulk_file_chunk PRIMARY KEY (organization_id, export_id, file_number, number),
        CONSTRAINT "FK_bulk_file_chunk_bulk_export_organization_id_export_id" FOREIGN KEY (organization_id, export_id) REFERENCES bulk_export (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122041843_Bulk') THEN
    CREATE INDEX "IX_bulk_export_organization_id_group_id" ON bulk_export (organization_id, group_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122041843_Bulk') THEN
    CREATE INDEX ix_bulk_export_open ON bulk_export (organization_id, principal_id) WHERE state in ('queued', 'running', 'complete');
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122041843_Bulk') THEN
    grant select, insert, update on bulk_export to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122041843_Bulk') THEN
    grant select, insert, delete on bulk_file, bulk_file_chunk to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122041843_Bulk') THEN
    INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
    VALUES ('20261122041843_Bulk', '10.0.14');
    END IF;
END $EF$;
COMMIT;

START TRANSACTION;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    ALTER TABLE role_grant DROP CONSTRAINT ck_role_grant_role;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    DROP INDEX "IX_relapse_prevention_plan_organization_id_episode_id_on_day";
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    DROP INDEX "IX_contact_organization_id_episode_id_on_day";
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    DROP INDEX "IX_consultation_organization_id_episode_id_on_day";
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    DROP INDEX "IX_care_team_assignment_organization_id_patient_id";
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    DROP INDEX "IX_care_team_assignment_organization_id_staff_member_id_role_f~";
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    ALTER TABLE role_grant ADD caseload_id uuid;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    ALTER TABLE fact_history ADD staff_member_id uuid;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    CREATE INDEX "IX_role_grant_organization_id_caseload_id" ON role_grant (organization_id, caseload_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    ALTER TABLE role_grant ADD CONSTRAINT ck_role_grant_caseload CHECK (caseload_id is null or (clinic_id is not null and role in ('care-manager', 'psychiatric-consultant')));
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    ALTER TABLE role_grant ADD CONSTRAINT ck_role_grant_period CHECK (valid_to > valid_from);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    ALTER TABLE role_grant ADD CONSTRAINT ck_role_grant_role CHECK (role in ('care-manager', 'psychiatric-consultant', 'treating-provider', 'clinic-lead', 'ehr-integration', 'program-lead', 'auditor', 'administrator'));
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    CREATE INDEX "IX_relapse_prevention_plan_organization_id_episode_id_on_day" ON relapse_prevention_plan (organization_id, episode_id, on_day) INCLUDE (patient_id, minutes, started_at, staff_member_id, id) WHERE not entered_in_error;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    CREATE INDEX ix_fact_history_staff_member ON fact_history (organization_id, staff_member_id) WHERE table_name = 'care_team_assignment';
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    CREATE INDEX "IX_contact_organization_id_episode_id_on_day" ON contact (organization_id, episode_id, on_day) INCLUDE (patient_id, purpose, mode, minutes, kept, started_at, staff_member_id, id) WHERE not entered_in_error;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    CREATE INDEX "IX_consultation_organization_id_episode_id_on_day" ON consultation (organization_id, episode_id, on_day) INCLUDE (patient_id, minutes, recommendation, recommendation_state, settled_on, started_at, consultant_id, id) WHERE not entered_in_error;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    CREATE INDEX "IX_care_team_assignment_organization_id_patient_id" ON care_team_assignment (organization_id, patient_id) INCLUDE (staff_member_id, role);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    CREATE INDEX "IX_care_team_assignment_organization_id_staff_member_id_role_f~" ON care_team_assignment (organization_id, staff_member_id, role, from_on) INCLUDE (until_on, episode_id, patient_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    ALTER TABLE role_grant ADD CONSTRAINT "FK_role_grant_staff_member_organization_id_caseload_id" FOREIGN KEY (organization_id, caseload_id) REFERENCES staff_member (organization_id, id) ON DELETE RESTRICT;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create or replace function keep_history() returns trigger language plpgsql as $$
    declare was jsonb := to_jsonb(old);
    begin
      insert into fact_history (organization_id, table_name, id, version, patient_id, staff_member_id, recorded_at, superseded_at, row)
      values (old.organization_id, tg_table_name, old.id, old.version, (was ->> 'patient_id')::uuid,
        case when tg_table_name = 'care_team_assignment' then (was ->> 'staff_member_id')::uuid end, old.recorded_at, new.recorded_at, was);
      return null;
    end
    $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    update fact_history set staff_member_id = (row ->> 'staff_member_id')::uuid where table_name = 'care_team_assignment'
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    drop index ix_fact_history_staff
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create or replace function care_team_assignment_known_of(organization uuid, subject uuid, known_at timestamptz) returns setof care_team_assignment language sql stable as $$
      select t.* from care_team_assignment t where t.organization_id = organization and t.staff_member_id = subject and t.recorded_at <= known_at
      union all
      select r.* from fact_history h, jsonb_populate_record(null::care_team_assignment, h.row) r
      where h.organization_id = organization and h.table_name = 'care_team_assignment' and h.staff_member_id = subject and h.recorded_at <= known_at and h.superseded_at > known_at
    $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create function keep_in_sight() returns trigger language plpgsql as $$
    begin
      if exists (select from patient p where p.organization_id = new.organization_id and p.id = new.patient_id) then
        perform set_config('registry.in_sight',
          (array_append(coalesce(nullif(current_setting('registry.in_sight', true), '')::uuid[], array[]::uuid[]), new.patient_id))::text, true);
      end if;
      return new;
    end
    $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create trigger keep_in_sight before insert on care_team_assignment for each row execute function keep_in_sight()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    drop index ix_patient_family
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table patient add column family_name_lowered text generated always as (lower(family_name)) stored
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create index ix_patient_family on patient (organization_id, family_name_lowered text_pattern_ops)
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    update fact_history set row = row || jsonb_build_object('family_name_lowered', lower(row ->> 'family_name')) where table_name = 'patient'
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table organization enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy in_reach on organization using (id = (select nullif(current_setting('registry.organization', true), '')::uuid) or (select current_setting('registry.reach', true) = 'every-organization'))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table clinic enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy in_reach on clinic using ((organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) or (select current_setting('registry.reach', true) = 'every-organization')))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table staff_member enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy in_reach on staff_member using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table principal enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy in_reach on principal using ((organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) or (select current_setting('registry.reach', true) = 'every-organization')) or (principal.issuer = (select nullif(current_setting('registry.issuer', true), '')) and principal.subject = (select nullif(current_setting('registry.subject', true), ''))))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table role_grant enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy in_reach on role_grant using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table patient enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy in_reach on patient using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) and ((select current_setting('registry.reach', true) = 'organization') or clinic_id = any((select nullif(current_setting('registry.clinics', true), '')::uuid[])::uuid[])
      or exists (select from care_team_assignment m where m.organization_id = patient.organization_id and m.patient_id = patient.id and m.staff_member_id = any((select nullif(current_setting('registry.members', true), '')::uuid[])::uuid[]) and m.role = any((select nullif(current_setting('registry.parts', true), '')::text[])::text[]) offset 0)
      or (clinic_id = any((select nullif(current_setting('registry.open_clinics', true), '')::uuid[])::uuid[]) and not exists (select from care_team_assignment m where m.organization_id = patient.organization_id and m.patient_id = patient.id and m.role = 'care-manager' offset 0))
      or id = any((select nullif(current_setting('registry.in_sight', true), '')::uuid[])::uuid[])))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table care_team_assignment enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy in_reach on care_team_assignment using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table episode enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy in_reach on episode using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) and (episode.patient_id in (select unnest(nullif(current_setting('registry.asked', true), '')::uuid[])) or (select current_setting('registry.reach', true) = 'organization')
      or exists (select from patient p where p.organization_id = episode.organization_id and p.id = episode.patient_id offset 0)))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table assessment enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy in_reach on assessment using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) and (assessment.patient_id in (select unnest(nullif(current_setting('registry.asked', true), '')::uuid[])) or (select current_setting('registry.reach', true) = 'organization')
      or exists (select from patient p where p.organization_id = assessment.organization_id and p.id = assessment.patient_id offset 0)))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table contact enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy in_reach on contact using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) and (contact.patient_id in (select unnest(nullif(current_setting('registry.asked', true), '')::uuid[])) or (select current_setting('registry.reach', true) = 'organization')
      or exists (select from patient p where p.organization_id = contact.organization_id and p.id = contact.patient_id offset 0)))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table consultation enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy in_reach on consultation using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) and (consultation.patient_id in (select unnest(nullif(current_setting('registry.asked', true), '')::uuid[])) or (select current_setting('registry.reach', true) = 'organization')
      or exists (select from patient p where p.organization_id = consultation.organization_id and p.id = consultation.patient_id offset 0)))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table relapse_prevention_plan enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy in_reach on relapse_prevention_plan using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) and (relapse_prevention_plan.patient_id in (select unnest(nullif(current_setting('registry.asked', true), '')::uuid[])) or (select current_setting('registry.reach', true) = 'organization')
      or exists (select from patient p where p.organization_id = relapse_prevention_plan.organization_id and p.id = relapse_prevention_plan.patient_id offset 0)))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table team_entry enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy in_reach on team_entry using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) and (team_entry.patient_id in (select unnest(nullif(current_setting('registry.asked', true), '')::uuid[])) or (select current_setting('registry.reach', true) = 'organization')
      or exists (select from patient p where p.organization_id = team_entry.organization_id and p.id = team_entry.patient_id offset 0)))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table closed_billing_month enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy in_reach on closed_billing_month using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) and (closed_billing_month.patient_id in (select unnest(nullif(current_setting('registry.asked', true), '')::uuid[])) or (select current_setting('registry.reach', true) = 'organization')
      or exists (select from patient p where p.organization_id = closed_billing_month.organization_id and p.id = closed_billing_month.patient_id offset 0)))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table stored_resource enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy in_reach on stored_resource using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) and (stored_resource.patient_id in (select unnest(nullif(current_setting('registry.asked', true), '')::uuid[])) or (select current_setting('registry.reach', true) = 'organization')
      or exists (select from patient p where p.organization_id = stored_resource.organization_id and p.id = stored_resource.patient_id offset 0)))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table patient_identifier enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy in_reach on patient_identifier using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) and (patient_identifier.patient_id in (select unnest(nullif(current_setting('registry.asked', true), '')::uuid[])) or (select current_setting('registry.reach', true) = 'organization')
      or exists (select from patient p where p.organization_id = patient_identifier.organization_id and p.id = patient_identifier.patient_id offset 0)))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table quarantine_entry enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy in_reach on quarantine_entry using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) and (quarantine_entry.patient_id in (select unnest(nullif(current_setting('registry.asked', true), '')::uuid[])) or (select current_setting('registry.reach', true) = 'organization')
      or exists (select from patient p where p.organization_id = quarantine_entry.organization_id and p.id = quarantine_entry.patient_id offset 0)))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table fact_history enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy in_reach on fact_history using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) and (fact_history.patient_id in (select unnest(nullif(current_setting('registry.asked', true), '')::uuid[])) or (select current_setting('registry.reach', true) = 'organization') or fact_history.patient_id is null
      or exists (select from patient p where p.organization_id = fact_history.organization_id and p.id = fact_history.patient_id offset 0)))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table episode_status_change enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy in_reach on episode_status_change using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) and (episode_status_change.episode_id in (select unnest(nullif(current_setting('registry.asked_episodes', true), '')::uuid[])) or (select current_setting('registry.reach', true) = 'organization')
      or exists (select from episode o where o.organization_id = episode_status_change.organization_id and o.id = episode_status_change.episode_id offset 0)))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table assessment_identifier enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy in_reach on assessment_identifier using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) and ((select current_setting('registry.reach', true) = 'organization')
      or exists (select from assessment o where o.organization_id = assessment_identifier.organization_id and o.id = assessment_identifier.assessment_id offset 0)))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table webhook enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy in_reach on webhook using ((organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) or (select current_setting('registry.reach', true) = 'every-organization')))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table webhook_delivery enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy in_reach on webhook_delivery using ((organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) or (select current_setting('registry.reach', true) = 'every-organization')))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table flag_check enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy in_reach on flag_check using ((organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) or (select current_setting('registry.reach', true) = 'every-organization')))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table flag_day enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy in_reach on flag_day using ((organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) or (select current_setting('registry.reach', true) = 'every-organization')))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table cds_client enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy in_reach on cds_client using ((organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) or (select current_setting('registry.reach', true) = 'every-organization')))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table bulk_export enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy in_reach on bulk_export using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) and (principal_id = (select nullif(current_setting('registry.principal', true), '')::uuid) or (select current_setting('registry.reach', true) = 'organization')) or (select current_setting('registry.reach', true) = 'every-organization'))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table bulk_file enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy in_reach on bulk_file using (exists (select from bulk_export e where e.organization_id = bulk_file.organization_id and e.id = bulk_file.export_id offset 0))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table bulk_file_chunk enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy in_reach on bulk_file_chunk using (exists (select from bulk_export e where e.organization_id = bulk_file_chunk.organization_id and e.id = bulk_file_chunk.export_id offset 0))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table used_token enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy in_reach on used_token using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table announced_flag enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy in_reach on announced_flag using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) and ((select current_setting('registry.reach', true) = 'organization')
      or exists (select from episode o where o.organization_id = announced_flag.organization_id and o.id = announced_flag.episode_id offset 0)))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table review_session enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy in_reach on review_session using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table audit_entry enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy in_reach on audit_entry using ((organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) or (select current_setting('registry.reach', true) = 'every-organization')))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table audit_seal enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy in_reach on audit_seal using ((organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) or (select current_setting('registry.reach', true) = 'every-organization')))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table audit_entry_patient enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy in_reach on audit_entry_patient using ((organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) or (select current_setting('registry.reach', true) = 'every-organization')))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table disclosure enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy in_reach on disclosure using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table code_mapping enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy in_reach on code_mapping using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table import_source enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy in_reach on import_source using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table form enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy in_reach on form using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter table idempotency_key enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy in_reach on idempotency_key using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) and principal_id = (select nullif(current_setting('registry.principal', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy verified on audit_entry for select to registry_auditor using (true)
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy verified on audit_seal for select to registry_auditor using (true)
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    create policy verified on audit_entry_patient for select to registry_auditor using (true)
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    grant usage on schema public to registry_report
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    revoke all on all tables in schema public from registry_report
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    alter default privileges in schema public revoke all on tables from registry_report
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122061306_Rights') THEN
    INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
    VALUES ('20261122061306_Rights', '10.0.14');
    END IF;
END $EF$;
COMMIT;

START TRANSACTION;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122064417_Tokens') THEN
    ALTER TABLE bulk_file ADD sha256 bytea;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122064417_Tokens') THEN
    INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
    VALUES ('20261122064417_Tokens', '10.0.14');
    END IF;
END $EF$;
COMMIT;

START TRANSACTION;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122071225_Provisioning') THEN
    ALTER TABLE webhook_delivery DROP CONSTRAINT ck_webhook_delivery_kind;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122071225_Provisioning') THEN
    ALTER TABLE role_grant DROP CONSTRAINT ck_role_grant_period;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122071225_Provisioning') THEN
    ALTER TABLE staff_member ADD ended_at timestamp with time zone;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122071225_Provisioning') THEN
    ALTER TABLE staff_member ADD version integer NOT NULL DEFAULT 1;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122071225_Provisioning') THEN
    ALTER TABLE role_grant ADD version integer NOT NULL DEFAULT 1;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122071225_Provisioning') THEN
    ALTER TABLE principal ADD disabled_at timestamp with time zone;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122071225_Provisioning') THEN
    ALTER TABLE principal ADD may_export boolean NOT NULL DEFAULT FALSE;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122071225_Provisioning') THEN
    ALTER TABLE principal ADD version integer NOT NULL DEFAULT 1;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122071225_Provisioning') THEN
    ALTER TABLE organization ADD version integer NOT NULL DEFAULT 1;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122071225_Provisioning') THEN
    ALTER TABLE clinic ADD ended_at timestamp with time zone;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122071225_Provisioning') THEN
    ALTER TABLE clinic ADD version integer NOT NULL DEFAULT 1;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122071225_Provisioning') THEN
    CREATE TABLE approval (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        kind character varying(32) NOT NULL,
        subject_id uuid,
        reason character varying(400) NOT NULL,
        requested_by uuid NOT NULL,
        requested_at timestamp with time zone NOT NULL,
        expires_at timestamp with time zone NOT NULL,
        approved_by uuid,
        approved_at timestamp with time zone,
        used_at timestamp with time zone,
        version integer NOT NULL DEFAULT 1,
        CONSTRAINT pk_approval PRIMARY KEY (organization_id, id),
        CONSTRAINT ck_approval_kind CHECK (kind in ('bulk-export', 'key-rotation')),
        CONSTRAINT ck_approval_two_people CHECK (approved_by <> requested_by and (approved_by is null) = (approved_at is null)),
        CONSTRAINT ck_approval_used CHECK (used_at is null or approved_at is not null),
        CONSTRAINT "FK_approval_principal_organization_id_approved_by" FOREIGN KEY (organization_id, approved_by) REFERENCES principal (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_approval_principal_organization_id_requested_by" FOREIGN KEY (organization_id, requested_by) REFERENCES principal (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122071225_Provisioning') THEN
    ALTER TABLE webhook_delivery ADD CONSTRAINT ck_webhook_delivery_kind CHECK (kind in ('ping', 'score-stored', 'flag-raised', 'rights-changed'));
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122071225_Provisioning') THEN
    ALTER TABLE role_grant ADD CONSTRAINT ck_role_grant_period CHECK (valid_to >= valid_from);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122071225_Provisioning') THEN
    CREATE INDEX "IX_approval_organization_id_approved_by" ON approval (organization_id, approved_by);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122071225_Provisioning') THEN
    CREATE INDEX "IX_approval_organization_id_requested_by" ON approval (organization_id, requested_by);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122071225_Provisioning') THEN
    grant update (name, version) on organization to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122071225_Provisioning') THEN
    grant insert, update (name, ended_at, version) on clinic to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122071225_Provisioning') THEN
    grant insert, update (display_name, clinic_id, ended_at, version) on staff_member to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122071225_Provisioning') THEN
    grant insert, update (disabled_at, may_create_patients, may_export, default_clinic_id, version) on principal to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122071225_Provisioning') THEN
    grant insert, update (valid_to, version) on role_grant to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122071225_Provisioning') THEN
    grant select, insert, update (approved_by, approved_at, used_at, version) on approval to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122071225_Provisioning') THEN
    alter table approval enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122071225_Provisioning') THEN
    create policy in_reach on approval using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122071225_Provisioning') THEN
    create policy by_somebody_else on role_grant as restrictive for insert with check (principal_id is distinct from (select nullif(current_setting('registry.principal', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122071225_Provisioning') THEN
    select set_config('registry.reach', 'every-organization', true)
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122071225_Provisioning') THEN
    update principal set may_export = true where staff_member_id is null
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122071225_Provisioning') THEN
    select set_config('registry.reach', '', true)
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122071225_Provisioning') THEN
    create function announce_rights() returns trigger language plpgsql as $$
    begin
      insert into webhook_delivery (organization_id, id, webhook_id, event_id, kind, occurred_at, resource, attempts)
      select new.organization_id, gen_random_uuid(), w.id, md5(tg_argv[0] || '/' || new.id || '/' || new.version)::uuid, 'rights-changed', now(), tg_argv[0] || '/' || new.id, 0
      from webhook w where w.organization_id = new.organization_id and w.state <> 'ended' and 'rights-changed' = any(w.kinds)
        and (w.clinic_ids = '{}' or coalesce(to_jsonb(new) ->> 'clinic_id', '') = any(w.clinic_ids::text[]));
      return null;
    end
    $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122071225_Provisioning') THEN
    create trigger announce_granted after insert on role_grant for each row execute function announce_rights('grants')
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122071225_Provisioning') THEN
    create trigger announce_ended after update on role_grant for each row when (new.valid_to is distinct from old.valid_to) execute function announce_rights('grants')
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122071225_Provisioning') THEN
    create trigger announce_principal after update on principal for each row
    when (new.disabled_at is distinct from old.disabled_at or new.may_export <> old.may_export) execute function announce_rights('principals')
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122071225_Provisioning') THEN
    INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
    VALUES ('20261122071225_Provisioning', '10.0.14');
    END IF;
END $EF$;
COMMIT;

START TRANSACTION;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    ALTER TABLE webhook_delivery DROP CONSTRAINT ck_webhook_delivery_kind;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    ALTER TABLE episode ADD is_part2 boolean NOT NULL DEFAULT FALSE;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    ALTER TABLE disclosure ADD holds_part2 boolean NOT NULL DEFAULT FALSE;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    CREATE TABLE accounting_suspension (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        patient_id uuid NOT NULL,
        recipient_name character varying(200) NOT NULL,
        until_on date NOT NULL,
        statement character varying(200) NOT NULL,
        recorded_at timestamp with time zone NOT NULL,
        recorded_by uuid NOT NULL,
        CONSTRAINT pk_accounting_suspension PRIMARY KEY (organization_id, id),
        CONSTRAINT "FK_accounting_suspension_patient" FOREIGN KEY (organization_id, patient_id) REFERENCES patient (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    CREATE TABLE amendment (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        about character varying(32) NOT NULL,
        about_id uuid NOT NULL,
        about_version integer NOT NULL,
        requested_on date NOT NULL,
        request character varying(1000) NOT NULL,
        state character varying(32) NOT NULL,
        is_extended boolean NOT NULL,
        amended_version integer,
        denial_reason character varying(32),
        decided_on date,
        disagreement character varying(1000),
        version integer NOT NULL,
        recorded_at timestamp with time zone NOT NULL,
        recorded_by uuid NOT NULL,
        patient_id uuid NOT NULL,
        CONSTRAINT pk_amendment PRIMARY KEY (organization_id, id),
        CONSTRAINT ck_amendment_about CHECK (about in ('assessment', 'contact', 'consultation', 'relapse-prevention-plan', 'team-entry', 'patient', 'episode')),
        CONSTRAINT ck_amendment_decision CHECK ((state = 'requested') = (decided_on is null) and (state = 'accepted') = (amended_version is not null) and (state = 'denied') = (denial_reason is not null)),
        CONSTRAINT ck_amendment_denial_reason CHECK (denial_reason in ('not-created-here', 'not-in-designated-record-set', 'not-available-for-access', 'accurate-and-complete')),
        CONSTRAINT ck_amendment_state CHECK (state in ('requested', 'accepted', 'denied')),
        CONSTRAINT "FK_amendment_organization_organization_id" FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT,
        CONSTRAINT "FK_amendment_patient_organization_id_patient_id" FOREIGN KEY (organization_id, patient_id) REFERENCES patient (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    CREATE TABLE audit_cut (
        organization_id uuid NOT NULL,
        sequence bigint NOT NULL,
        hash bytea NOT NULL,
        export_digest bytea NOT NULL,
        cut_at timestamp with time zone NOT NULL,
        CONSTRAINT pk_audit_cut PRIMARY KEY (organization_id, sequence)
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    CREATE TABLE data_set (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        kind character varying(32) NOT NULL,
        clinic_ids uuid[] NOT NULL,
        recipient character varying(32) NOT NULL,
        recipient_name character varying(200) NOT NULL,
        recipient_address character varying(400),
        why character varying(400) NOT NULL,
        agreement_id character varying(100),
        ordered_at timestamp with time zone NOT NULL,
        ordered_by uuid NOT NULL,
        approved_at timestamp with time zone,
        approved_by uuid,
        CONSTRAINT pk_data_set PRIMARY KEY (organization_id, id),
        CONSTRAINT ck_data_set_agreement CHECK (kind <> 'limited' or agreement_id is not null),
        CONSTRAINT ck_data_set_kind CHECK (kind in ('safe-harbor', 'limited')),
        CONSTRAINT ck_data_set_recipient CHECK (recipient in ('health-plan', 'researcher', 'public-health-agency', 'oversight-agency', 'court', 'partner')),
        CONSTRAINT ck_data_set_two_persons CHECK (approved_by <> ordered_by and (approved_by is null) = (approved_at is null)),
        CONSTRAINT "FK_data_set_organization_organization_id" FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    CREATE TABLE emergency_access (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        principal_id uuid NOT NULL,
        patient_id uuid,
        clinic_id uuid,
        reason character varying(32) NOT NULL,
        explanation character varying(400) NOT NULL,
        opened_at timestamp with time zone NOT NULL,
        expires_at timestamp with time zone NOT NULL,
        CONSTRAINT pk_emergency_access PRIMARY KEY (organization_id, id),
        CONSTRAINT ck_emergency_access_clinic CHECK ((patient_id is null) = (clinic_id is null)),
        CONSTRAINT ck_emergency_access_period CHECK (expires_at > opened_at and expires_at <= opened_at + interval '60 minutes'),
        CONSTRAINT ck_emergency_access_reason CHECK (reason in ('suicide-risk', 'medical-emergency', 'crisis-call', 'care-team-unavailable')),
        CONSTRAINT "FK_emergency_access_clinic_organization_id_clinic_id" FOREIGN KEY (organization_id, clinic_id) REFERENCES clinic (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_emergency_access_patient_organization_id_patient_id" FOREIGN KEY (organization_id, patient_id) REFERENCES patient (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_emergency_access_principal_organization_id_principal_id" FOREIGN KEY (organization_id, principal_id) REFERENCES principal (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    CREATE TABLE legal_hold (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        patient_id uuid NOT NULL,
        matter character varying(400) NOT NULL,
        placed_at timestamp with time zone NOT NULL,
        placed_by uuid NOT NULL,
        released_at timestamp with time zone,
        released_by uuid,
        CONSTRAINT pk_legal_hold PRIMARY KEY (organization_id, id),
        CONSTRAINT "FK_legal_hold_patient" FOREIGN KEY (organization_id, patient_id) REFERENCES patient (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    CREATE TABLE part2_consent (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        given_on date NOT NULL,
        expires_on date,
        revoked_on date,
        recipients character varying(400) NOT NULL,
        version integer NOT NULL,
        recorded_at timestamp with time zone NOT NULL,
        recorded_by uuid NOT NULL,
        patient_id uuid NOT NULL,
        CONSTRAINT pk_part2_consent PRIMARY KEY (organization_id, id),
        CONSTRAINT ck_part2_consent_period CHECK (expires_on > given_on and revoked_on >= given_on),
        CONSTRAINT "FK_part2_consent_organization_organization_id" FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT,
        CONSTRAINT "FK_part2_consent_patient_organization_id_patient_id" FOREIGN KEY (organization_id, patient_id) REFERENCES patient (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    CREATE TABLE restriction (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        kind character varying(32) NOT NULL,
        on_day date NOT NULL,
        details character varying(400),
        ended_on date,
        version integer NOT NULL,
        recorded_at timestamp with time zone NOT NULL,
        recorded_by uuid NOT NULL,
        patient_id uuid NOT NULL,
        CONSTRAINT pk_restriction PRIMARY KEY (organization_id, id),
        CONSTRAINT ck_restriction_kind CHECK (kind in ('not-to-health-plan', 'not-to-researchers', 'confidential-communication')),
        CONSTRAINT ck_restriction_period CHECK (ended_on >= on_day),
        CONSTRAINT "FK_restriction_organization_organization_id" FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT,
        CONSTRAINT "FK_restriction_patient_organization_id_patient_id" FOREIGN KEY (organization_id, patient_id) REFERENCES patient (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    CREATE TABLE retention_policy (
        organization_id uuid NOT NULL,
        years_after_last_activity integer NOT NULL,
        minors_until_age integer NOT NULL,
        audit_years integer NOT NULL,
        version integer NOT NULL,
        CONSTRAINT pk_retention_policy PRIMARY KEY (organization_id),
        CONSTRAINT ck_retention_policy_years CHECK (years_after_last_activity between 1 and 100 and minors_until_age between 18 and 50 and audit_years between 6 and 100),
        CONSTRAINT "FK_retention_policy_organization_organization_id" FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    CREATE TABLE emergency_review (
        organization_id uuid NOT NULL,
        emergency_access_id uuid NOT NULL,
        verdict character varying(32) NOT NULL,
        note character varying(400),
        reviewed_by uuid NOT NULL,
        reviewed_at timestamp with time zone NOT NULL,
        CONSTRAINT pk_emergency_review PRIMARY KEY (organization_id, emergency_access_id),
        CONSTRAINT ck_emergency_review_verdict CHECK (verdict in ('justified', 'not-justified')),
        CONSTRAINT "FK_emergency_review_emergency_access_organization_id_emergency~" FOREIGN KEY (organization_id, emergency_access_id) REFERENCES emergency_access (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_emergency_review_principal_organization_id_reviewed_by" FOREIGN KEY (organization_id, reviewed_by) REFERENCES principal (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    ALTER TABLE webhook_delivery ADD CONSTRAINT ck_webhook_delivery_kind CHECK (kind in ('ping', 'score-stored', 'flag-raised', 'rights-changed', 'emergency-access'));
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    CREATE INDEX ix_episode_part2 ON episode (organization_id, patient_id) WHERE is_part2;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    CREATE INDEX ix_accounting_suspension_patient ON accounting_suspension (organization_id, patient_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    CREATE INDEX ix_amendment_patient ON amendment (organization_id, patient_id, requested_on, id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    CREATE INDEX "IX_emergency_access_organization_id_clinic_id" ON emergency_access (organization_id, clinic_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    CREATE INDEX "IX_emergency_access_organization_id_patient_id" ON emergency_access (organization_id, patient_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    CREATE INDEX ix_emergency_access_open ON emergency_access (organization_id, principal_id, expires_at);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    CREATE INDEX "IX_emergency_review_organization_id_reviewed_by" ON emergency_review (organization_id, reviewed_by);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    CREATE INDEX ix_legal_hold_in_force ON legal_hold (organization_id, patient_id) WHERE released_at is null;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    CREATE INDEX ix_part2_consent_patient ON part2_consent (organization_id, patient_id, given_on);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    CREATE INDEX ix_restriction_patient ON restriction (organization_id, patient_id, kind);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    alter table emergency_access enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    create policy in_reach on emergency_access using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    alter table emergency_review enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    create policy in_reach on emergency_review using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    alter table amendment enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    create policy in_reach on amendment using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) and (amendment.patient_id in (select unnest(nullif(current_setting('registry.asked', true), '')::uuid[])) or (select current_setting('registry.reach', true) = 'organization')
      or exists (select from patient p where p.organization_id = amendment.organization_id and p.id = amendment.patient_id offset 0)))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    alter table restriction enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    create policy in_reach on restriction using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) and (restriction.patient_id in (select unnest(nullif(current_setting('registry.asked', true), '')::uuid[])) or (select current_setting('registry.reach', true) = 'organization')
      or exists (select from patient p where p.organization_id = restriction.organization_id and p.id = restriction.patient_id offset 0)))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    alter table part2_consent enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    create policy in_reach on part2_consent using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) and (part2_consent.patient_id in (select unnest(nullif(current_setting('registry.asked', true), '')::uuid[])) or (select current_setting('registry.reach', true) = 'organization')
      or exists (select from patient p where p.organization_id = part2_consent.organization_id and p.id = part2_consent.patient_id offset 0)))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    alter table retention_policy enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    create policy in_reach on retention_policy using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    alter table legal_hold enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    create policy in_reach on legal_hold using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    alter table data_set enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    create policy in_reach on data_set using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    alter table accounting_suspension enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    create policy in_reach on accounting_suspension using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    alter table audit_cut enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    create policy in_reach on audit_cut using ((organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) or (select current_setting('registry.reach', true) = 'every-organization')))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    create trigger keep_history after update on amendment for each row execute function keep_history()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    create trigger keep_history after update on restriction for each row execute function keep_history()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    create trigger keep_history after update on part2_consent for each row execute function keep_history()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    grant select, insert, update on amendment, restriction, part2_consent, retention_policy to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    grant select, insert on emergency_access, emergency_review, legal_hold, data_set, accounting_suspension to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    grant update (released_at, released_by) on legal_hold to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    grant update (approved_at, approved_by) on data_set to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    create policy withheld on episode as restrictive for select using (id <> all((select coalesce(nullif(current_setting('registry.withheld', true), ''), '{}')::uuid[])::uuid[]))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    create policy withheld on assessment as restrictive for select using (id <> all((select coalesce(nullif(current_setting('registry.withheld', true), ''), '{}')::uuid[])::uuid[]))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    create policy withheld on assessment_identifier as restrictive for select using (assessment_id <> all((select coalesce(nullif(current_setting('registry.withheld', true), ''), '{}')::uuid[])::uuid[]))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    create policy withheld on stored_resource as restrictive for select using (id <> all((select coalesce(nullif(current_setting('registry.withheld', true), ''), '{}')::uuid[])::uuid[]))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    create policy withheld on fact_history as restrictive for select using (id <> all((select coalesce(nullif(current_setting('registry.withheld', true), ''), '{}')::uuid[])::uuid[]))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    create policy withheld on care_team_assignment as restrictive for select using (episode_id <> all((select coalesce(nullif(current_setting('registry.withheld', true), ''), '{}')::uuid[])::uuid[]))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    create policy withheld on contact as restrictive for select using (episode_id <> all((select coalesce(nullif(current_setting('registry.withheld', true), ''), '{}')::uuid[])::uuid[]))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    create policy withheld on consultation as restrictive for select using (episode_id <> all((select coalesce(nullif(current_setting('registry.withheld', true), ''), '{}')::uuid[])::uuid[]))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    create policy withheld on relapse_prevention_plan as restrictive for select using (episode_id <> all((select coalesce(nullif(current_setting('registry.withheld', true), ''), '{}')::uuid[])::uuid[]))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    create policy withheld on team_entry as restrictive for select using (episode_id <> all((select coalesce(nullif(current_setting('registry.withheld', true), ''), '{}')::uuid[])::uuid[]))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    create policy withheld on episode_status_change as restrictive for select using (episode_id <> all((select coalesce(nullif(current_setting('registry.withheld', true), ''), '{}')::uuid[])::uuid[]))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    create policy withheld on closed_billing_month as restrictive for select using (episode_id <> all((select coalesce(nullif(current_setting('registry.withheld', true), ''), '{}')::uuid[])::uuid[]))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    create policy withheld on announced_flag as restrictive for select using (episode_id <> all((select coalesce(nullif(current_setting('registry.withheld', true), ''), '{}')::uuid[])::uuid[]))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    alter table fact_history no force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    update fact_history set row = row || '{"is_part2": false}' where table_name = 'episode'
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    alter table fact_history force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    create function announce_emergency() returns trigger language plpgsql as $$
    begin
      insert into webhook_delivery (organization_id, id, webhook_id, event_id, kind, occurred_at, resource, attempts)
      select new.organization_id, gen_random_uuid(), w.id, new.id, 'emergency-access', new.opened_at, 'emergency-accesses/' || new.id, 0
      from webhook w where w.organization_id = new.organization_id and w.state <> 'ended' and 'emergency-access' = any(w.kinds)
        and (w.clinic_ids = '{}' or new.clinic_id is null or new.clinic_id = any(w.clinic_ids));
      return null;
    end
    $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    create trigger announce_emergency after insert on emergency_access for each row execute function announce_emergency()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    grant usage on schema public to registry_retention
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    grant select, delete on disclosure, accounting_suspension, amendment, restriction, part2_consent, legal_hold, emergency_review, emergency_access, quarantine_entry, closed_billing_month, flag_check, announced_flag, stored_resource, assessment_identifier, assessment, contact, consultation, relapse_prevention_plan, team_entry, care_team_assignment, episode_status_change, episode, patient_identifier, patient, fact_history, audit_entry_patient, audit_seal, audit_entry to registry_retention
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    grant select on organization, retention_policy to registry_retention
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    grant insert on audit_entry to registry_retention
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    grant select, insert on audit_cut to registry_retention
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    grant select on audit_cut to registry_service, registry_auditor
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    create policy verified on audit_cut for select to registry_auditor using (true)
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    create function keep_audit_entries() returns trigger language plpgsql as $$
    begin
      if old.at > now() - interval '6 years' then raise insufficient_privilege using message = 'An audit entry is kept for six years.'; end if;
      if not exists (select from audit_seal s join audit_cut c on c.organization_id = s.organization_id and c.sequence >= s.sequence
          where s.organization_id = old.organization_id and s.entry_id = old.id) then
        raise insufficient_privilege using message = 'No cut of the chain covers this entry.';
      end if;
      return old;
    end
    $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    create trigger keep_audit_entries before delete on audit_entry for each row execute function keep_audit_entries()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    create function keep_audit_seals() returns trigger language plpgsql as $$
    begin
      if exists (select from audit_entry e where e.organization_id = old.organization_id and e.id = old.entry_id)
        or not exists (select from audit_cut c where c.organization_id = old.organization_id and c.sequence >= old.sequence) then
        raise insufficient_privilege using message = 'A seal goes after its entry, below a cut of the chain.';
      end if;
      return old;
    end
    $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    create trigger keep_audit_seals before delete on audit_seal for each row execute function keep_audit_seals()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    create function keep_held_patients() returns trigger language plpgsql as $$
    begin
      if exists (select from legal_hold h where h.organization_id = old.organization_id and h.patient_id = old.id and h.released_at is null) then
        raise insufficient_privilege using message = 'A legal hold is in force.';
      end if;
      return old;
    end
    $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    create trigger keep_held_patients before delete on patient for each row execute function keep_held_patients()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    create function keep_holds() returns trigger language plpgsql as $$
    begin
      if old.released_at is null then raise insufficient_privilege using message = 'A legal hold is in force.'; end if;
      return old;
    end
    $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    create trigger keep_holds before delete on legal_hold for each row execute function keep_holds()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072151_Duties') THEN
    INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
    VALUES ('20261122072151_Duties', '10.0.14');
    END IF;
END $EF$;
COMMIT;

START TRANSACTION;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    do $$ begin
      if exists (select from patient) then
        raise exception 'This registry holds patients whose names are not encrypted, and is of a build that was never released: begin with an empty database.';
      end if;
    end $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    drop index ix_patient_family
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    alter table patient drop column family_name_lowered
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE patient_identifier DROP CONSTRAINT pk_patient_identifier;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    DROP INDEX ix_patient_birth_date;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE team_entry DROP COLUMN description;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE team_entry DROP COLUMN note;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE stored_resource DROP COLUMN body;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE restriction DROP COLUMN details;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE quarantine_entry DROP COLUMN body;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE patient_identifier DROP COLUMN value;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE patient DROP COLUMN birth_date;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE patient DROP COLUMN family_name;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE patient DROP COLUMN given_name;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE part2_consent DROP COLUMN recipients;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE legal_hold DROP COLUMN matter;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE emergency_review DROP COLUMN note;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE emergency_access DROP COLUMN explanation;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE disclosure DROP COLUMN recipient_address;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE disclosure DROP COLUMN recipient_name;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE disclosure DROP COLUMN what;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE disclosure DROP COLUMN why;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE consultation DROP COLUMN note;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE amendment DROP COLUMN disagreement;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE amendment DROP COLUMN request;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE accounting_suspension DROP COLUMN recipient_name;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE accounting_suspension DROP COLUMN statement;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE bulk_file_chunk RENAME COLUMN body TO body_encrypted;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE team_entry ADD description_encrypted bytea;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE team_entry ADD note_encrypted bytea;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE stored_resource ADD body_encrypted bytea NOT NULL DEFAULT BYTEA E'\\x';
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE stored_resource ADD searchable jsonb NOT NULL DEFAULT '{}';
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE restriction ADD details_encrypted bytea;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE quarantine_entry ADD body_encrypted bytea NOT NULL DEFAULT BYTEA E'\\x';
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE patient_identifier ADD id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000';
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE patient_identifier ADD value_encrypted bytea NOT NULL DEFAULT BYTEA E'\\x';
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE patient ADD birth_date_encrypted bytea;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE patient ADD family_name_encrypted bytea NOT NULL DEFAULT BYTEA E'\\x';
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE patient ADD given_name_encrypted bytea NOT NULL DEFAULT BYTEA E'\\x';
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE part2_consent ADD recipients_encrypted bytea NOT NULL DEFAULT BYTEA E'\\x';
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE legal_hold ADD matter_encrypted bytea NOT NULL DEFAULT BYTEA E'\\x';
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE emergency_review ADD note_encrypted bytea;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE emergency_access ADD explanation_encrypted bytea NOT NULL DEFAULT BYTEA E'\\x';
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE disclosure ADD recipient_address_encrypted bytea;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE disclosure ADD recipient_name_encrypted bytea NOT NULL DEFAULT BYTEA E'\\x';
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE disclosure ADD what_encrypted bytea NOT NULL DEFAULT BYTEA E'\\x';
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE disclosure ADD why_encrypted bytea NOT NULL DEFAULT BYTEA E'\\x';
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE consultation ADD note_encrypted bytea;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE amendment ADD disagreement_encrypted bytea;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE amendment ADD request_encrypted bytea NOT NULL DEFAULT BYTEA E'\\x';
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE accounting_suspension ADD recipient_name_encrypted bytea NOT NULL DEFAULT BYTEA E'\\x';
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE accounting_suspension ADD statement_encrypted bytea NOT NULL DEFAULT BYTEA E'\\x';
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    ALTER TABLE patient_identifier ADD CONSTRAINT pk_patient_identifier PRIMARY KEY (organization_id, id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    CREATE TABLE key_rotation (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        approval_id uuid NOT NULL,
        started_by uuid NOT NULL,
        started_at timestamp with time zone NOT NULL,
        state character varying(32) NOT NULL,
        values_rewritten bigint NOT NULL,
        settled_at timestamp with time zone,
        finished_at timestamp with time zone,
        CONSTRAINT pk_key_rotation PRIMARY KEY (organization_id, id),
        CONSTRAINT ck_key_rotation_state CHECK (state in ('rewriting', 'settling', 'finished')),
        CONSTRAINT "FK_key_rotation_approval_organization_id_approval_id" FOREIGN KEY (organization_id, approval_id) REFERENCES approval (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_key_rotation_principal_organization_id_started_by" FOREIGN KEY (organization_id, started_by) REFERENCES principal (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    CREATE TABLE organization_key (
        organization_id uuid NOT NULL,
        root_key character varying(64) NOT NULL,
        wrapped bytea,
        created_at timestamp with time zone NOT NULL,
        destroyed_at timestamp with time zone,
        CONSTRAINT pk_organization_key PRIMARY KEY (organization_id),
        CONSTRAINT ck_organization_key_destroyed CHECK ((wrapped is null) = (destroyed_at is not null))
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    CREATE TABLE patient_identifier_digest (
        organization_id uuid NOT NULL,
        digest bytea NOT NULL,
        key_version integer NOT NULL,
        identifier_id uuid NOT NULL,
        patient_id uuid NOT NULL,
        CONSTRAINT pk_patient_identifier_digest PRIMARY KEY (organization_id, digest),
        CONSTRAINT "FK_patient_identifier_digest_patient_identifier_organization_i~" FOREIGN KEY (organization_id, identifier_id) REFERENCES patient_identifier (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_patient_identifier_digest_patient_organization_id_patient_id" FOREIGN KEY (organization_id, patient_id) REFERENCES patient (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    CREATE TABLE wrapped_data_key (
        organization_id uuid NOT NULL,
        purpose character varying(32) NOT NULL,
        version integer NOT NULL,
        wrapped bytea NOT NULL,
        created_at timestamp with time zone NOT NULL,
        retired_at timestamp with time zone,
        CONSTRAINT pk_wrapped_data_key PRIMARY KEY (organization_id, purpose, version),
        CONSTRAINT ck_wrapped_data_key_purpose CHECK (purpose in ('encryption', 'index'))
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    CREATE INDEX ix_patient_identifier_system ON patient_identifier (organization_id, system);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    CREATE INDEX "IX_key_rotation_organization_id_approval_id" ON key_rotation (organization_id, approval_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    CREATE INDEX "IX_key_rotation_organization_id_started_by" ON key_rotation (organization_id, started_by);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    CREATE UNIQUE INDEX ux_key_rotation_under_way ON key_rotation (organization_id) WHERE state in ('rewriting', 'settling');
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    CREATE INDEX ix_patient_identifier_digest_identifier ON patient_identifier_digest (organization_id, identifier_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    CREATE INDEX ix_patient_identifier_digest_patient ON patient_identifier_digest (organization_id, patient_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    drop function correct_patient(uuid, uuid, int, text, text, date, timestamptz, uuid)
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    create function correct_patient(organization uuid, patient_id uuid, known_version int, family bytea, given bytea, birth bytea, at timestamptz, by_principal uuid)
      returns void language plpgsql as $$
    begin
      update patient set family_name_encrypted = family, given_name_encrypted = given, birth_date_encrypted = birth,
        version = known_version + 1, recorded_at = at, recorded_by = by_principal
      where organization_id = organization and id = patient_id and version = known_version;
      if not found then raise serialization_failure using message = 'changed meanwhile'; end if;
    end
    $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    create function only_encrypted_anew() returns trigger language plpgsql as $$
    declare
      was jsonb := to_jsonb(old);
      becomes jsonb := to_jsonb(new);
    begin
      if tg_table_name = 'fact_history' then
        if was - 'row' <> becomes - 'row' then raise exception 'history does not change'; end if;
        was := was -> 'row';
        becomes := becomes -> 'row';
      end if;
      if exists (select from jsonb_each(was) w full join jsonb_each(becomes) b using (key)
        where w.value is distinct from b.value and (key not like '%\_encrypted' or jsonb_typeof(w.value) is distinct from jsonb_typeof(b.value))) then
        raise exception 'history does not change';
      end if;
      return new;
    end
    $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    drop trigger keep_history on patient
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    create trigger keep_history after update on patient for each row when (new.version <> old.version) execute function keep_history()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    create trigger only_encrypted_anew before update on patient for each row when (new.version = old.version) execute function only_encrypted_anew()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    drop trigger keep_history on consultation
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    create trigger keep_history after update on consultation for each row when (new.version <> old.version) execute function keep_history()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    create trigger only_encrypted_anew before update on consultation for each row when (new.version = old.version) execute function only_encrypted_anew()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    drop trigger keep_history on team_entry
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    create trigger keep_history after update on team_entry for each row when (new.version <> old.version) execute function keep_history()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    create trigger only_encrypted_anew before update on team_entry for each row when (new.version = old.version) execute function only_encrypted_anew()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    drop trigger keep_history on stored_resource
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    create trigger keep_history after update on stored_resource for each row when (new.version <> old.version) execute function keep_history()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    create trigger only_encrypted_anew before update on stored_resource for each row when (new.version = old.version) execute function only_encrypted_anew()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    drop trigger keep_history on amendment
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    create trigger keep_history after update on amendment for each row when (new.version <> old.version) execute function keep_history()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    create trigger only_encrypted_anew before update on amendment for each row when (new.version = old.version) execute function only_encrypted_anew()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    drop trigger keep_history on restriction
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    create trigger keep_history after update on restriction for each row when (new.version <> old.version) execute function keep_history()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    create trigger only_encrypted_anew before update on restriction for each row when (new.version = old.version) execute function only_encrypted_anew()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    drop trigger keep_history on part2_consent
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    create trigger keep_history after update on part2_consent for each row when (new.version <> old.version) execute function keep_history()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    create trigger only_encrypted_anew before update on part2_consent for each row when (new.version = old.version) execute function only_encrypted_anew()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    create trigger only_encrypted_anew before update on fact_history for each row execute function only_encrypted_anew()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    grant update (row) on fact_history to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    grant update (value_encrypted) on patient_identifier to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    grant update (body_encrypted) on quarantine_entry, bulk_file_chunk to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    grant update (recipient_name_encrypted, recipient_address_encrypted, what_encrypted, why_encrypted) on disclosure to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    grant update (recipient_name_encrypted, statement_encrypted) on accounting_suspension to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    grant update (explanation_encrypted) on emergency_access to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    grant update (note_encrypted) on emergency_review to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    grant update (matter_encrypted) on legal_hold to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    grant select, delete on patient_identifier_digest to registry_retention
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    grant select on organization_key, wrapped_data_key to registry_retention
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    grant select, insert, delete on patient_identifier_digest to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    grant select, insert on organization_key, wrapped_data_key to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    grant update (retired_at) on wrapped_data_key to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    grant select, insert, update on key_rotation to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    alter table organization_key enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    create policy in_reach on organization_key using ((organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) or (select current_setting('registry.reach', true) = 'every-organization')))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    alter table wrapped_data_key enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    create policy in_reach on wrapped_data_key using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    alter table key_rotation enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    create policy in_reach on key_rotation using ((organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) or (select current_setting('registry.reach', true) = 'every-organization')))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    alter table patient_identifier_digest enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    create policy in_reach on patient_identifier_digest using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) and (patient_identifier_digest.patient_id in (select unnest(nullif(current_setting('registry.asked', true), '')::uuid[])) or (select current_setting('registry.reach', true) = 'organization')
      or exists (select from patient p where p.organization_id = patient_identifier_digest.organization_id and p.id = patient_identifier_digest.patient_id offset 0)))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122072726_Encryption') THEN
    INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
    VALUES ('20261122072726_Encryption', '10.0.14');
    END IF;
END $EF$;
COMMIT;

START TRANSACTION;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122074527_Metrics') THEN
    DROP INDEX "IX_episode_organization_id_clinic_id";
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122074527_Metrics') THEN
    ALTER TABLE organization ADD drift_thresholds text;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122074527_Metrics') THEN
    ALTER TABLE organization ADD pseudonym_key uuid NOT NULL DEFAULT (gen_random_uuid());
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122074527_Metrics') THEN
    ALTER TABLE clinic ADD launched_on date;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122074527_Metrics') THEN
    CREATE TABLE attested_fte (
        organization_id uuid NOT NULL,
        staff_member_id uuid NOT NULL,
        from_on date NOT NULL,
        recorded_at timestamp with time zone NOT NULL,
        recorded_by uuid NOT NULL,
        fte numeric(3,2) NOT NULL,
        CONSTRAINT pk_attested_fte PRIMARY KEY (organization_id, staff_member_id, from_on, recorded_at),
        CONSTRAINT ck_attested_fte_range CHECK (fte between 0 and 1.5),
        CONSTRAINT "FK_attested_fte_staff_member_organization_id_staff_member_id" FOREIGN KEY (organization_id, staff_member_id) REFERENCES staff_member (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122074527_Metrics') THEN
    CREATE TABLE drift_plan (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        clinic_id uuid NOT NULL,
        indicator character varying(8) NOT NULL,
        owner_id uuid NOT NULL,
        intervention character varying(1000) NOT NULL,
        review_on date NOT NULL,
        made_on date NOT NULL,
        recorded_at timestamp with time zone NOT NULL,
        recorded_by uuid NOT NULL,
        CONSTRAINT pk_drift_plan PRIMARY KEY (organization_id, id),
        CONSTRAINT ck_drift_plan_review CHECK (review_on >= made_on),
        CONSTRAINT "FK_drift_plan_clinic_organization_id_clinic_id" FOREIGN KEY (organization_id, clinic_id) REFERENCES clinic (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_drift_plan_staff_member_organization_id_owner_id" FOREIGN KEY (organization_id, owner_id) REFERENCES staff_member (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122074527_Metrics') THEN
    CREATE TABLE metric_target (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        metric character varying(8) NOT NULL,
        clinic_id uuid,
        lowest numeric(9,2),
        highest numeric(9,2),
        recorded_at timestamp with time zone NOT NULL,
        recorded_by uuid NOT NULL,
        CONSTRAINT pk_metric_target PRIMARY KEY (organization_id, id),
        CONSTRAINT ck_metric_target_limits CHECK (lowest <= highest),
        CONSTRAINT "FK_metric_target_clinic_organization_id_clinic_id" FOREIGN KEY (organization_id, clinic_id) REFERENCES clinic (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122074527_Metrics') THEN
    CREATE TABLE patient_background (
        organization_id uuid NOT NULL,
        patient_id uuid NOT NULL,
        version integer NOT NULL,
        recorded_at timestamp with time zone NOT NULL,
        recorded_by uuid NOT NULL,
        race character varying(40),
        ethnicity character varying(32),
        language character varying(35),
        sex character varying(32),
        gender character varying(32),
        CONSTRAINT pk_patient_background PRIMARY KEY (organization_id, patient_id, version),
        CONSTRAINT ck_patient_background_ethnicity CHECK (ethnicity in ('hispanic-or-latino', 'not-hispanic-or-latino')),
        CONSTRAINT ck_patient_background_gender CHECK (gender in ('woman', 'man', 'transgender-woman', 'transgender-man', 'non-binary', 'other')),
        CONSTRAINT ck_patient_background_race CHECK (race in ('american-indian-or-alaska-native', 'asian', 'black-or-african-american', 'native-hawaiian-or-pacific-islander', 'white', 'more-than-one', 'other')),
        CONSTRAINT ck_patient_background_sex CHECK (sex in ('female', 'male', 'other')),
        CONSTRAINT "FK_patient_background_patient_organization_id_patient_id" FOREIGN KEY (organization_id, patient_id) REFERENCES patient (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122074527_Metrics') THEN
    CREATE TABLE published_month (
        organization_id uuid NOT NULL,
        month_on date NOT NULL,
        known_at timestamp with time zone NOT NULL,
        published_at timestamp with time zone NOT NULL,
        profile character varying(64) NOT NULL,
        CONSTRAINT pk_published_month PRIMARY KEY (organization_id, month_on),
        CONSTRAINT ck_published_month_first_day CHECK (extract(day from month_on) = 1),
        CONSTRAINT "FK_published_month_organization_organization_id" FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122074527_Metrics') THEN
    CREATE TABLE submitted_month (
        organization_id uuid NOT NULL,
        clinic_id uuid NOT NULL,
        month_on date NOT NULL,
        submitted_at timestamp with time zone NOT NULL,
        submitted_by uuid NOT NULL,
        CONSTRAINT pk_submitted_month PRIMARY KEY (organization_id, clinic_id, month_on),
        CONSTRAINT ck_submitted_month_first_day CHECK (extract(day from month_on) = 1),
        CONSTRAINT "FK_submitted_month_clinic_organization_id_clinic_id" FOREIGN KEY (organization_id, clinic_id) REFERENCES clinic (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122074527_Metrics') THEN
    CREATE TABLE patient_coverage (
        organization_id uuid NOT NULL,
        patient_id uuid NOT NULL,
        version integer NOT NULL,
        sequence integer NOT NULL,
        payer character varying(32) NOT NULL,
        start_on date NOT NULL,
        end_on date,
        CONSTRAINT pk_patient_coverage PRIMARY KEY (organization_id, patient_id, version, sequence),
        CONSTRAINT ck_patient_coverage_payer CHECK (payer in ('medicaid-ffs', 'medicaid-managed-care', 'dual-medicare-medicaid', 'child-health-plus', 'essential-plan', 'medicare', 'commercial', 'self-pay', 'other')),
        CONSTRAINT ck_patient_coverage_period CHECK (end_on >= start_on),
        CONSTRAINT "FK_patient_coverage_patient_background_organization_id_patient~" FOREIGN KEY (organization_id, patient_id, version) REFERENCES patient_background (organization_id, patient_id, version) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122074527_Metrics') THEN
    CREATE TABLE published_row (
        organization_id uuid NOT NULL,
        month_on date NOT NULL,
        sequence integer NOT NULL,
        clinic_id uuid,
        stratum character varying(20),
        group_name character varying(64),
        figures jsonb NOT NULL,
        CONSTRAINT pk_published_row PRIMARY KEY (organization_id, month_on, sequence),
        CONSTRAINT "FK_published_row_clinic_organization_id_clinic_id" FOREIGN KEY (organization_id, clinic_id) REFERENCES clinic (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_published_row_published_month_organization_id_month_on" FOREIGN KEY (organization_id, month_on) REFERENCES published_month (organization_id, month_on) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122074527_Metrics') THEN
    CREATE INDEX "IX_episode_organization_id_clinic_id_enrolled_on" ON episode (organization_id, clinic_id, enrolled_on);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122074527_Metrics') THEN
    CREATE INDEX "IX_drift_plan_organization_id_clinic_id_indicator" ON drift_plan (organization_id, clinic_id, indicator);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122074527_Metrics') THEN
    CREATE INDEX "IX_drift_plan_organization_id_owner_id" ON drift_plan (organization_id, owner_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122074527_Metrics') THEN
    CREATE INDEX "IX_metric_target_organization_id_clinic_id" ON metric_target (organization_id, clinic_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122074527_Metrics') THEN
    CREATE INDEX "IX_published_row_organization_id_clinic_id" ON published_row (organization_id, clinic_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122074527_Metrics') THEN
    grant select, insert on patient_coverage, patient_background, attested_fte, submitted_month, metric_target, drift_plan, published_month, published_row to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122074527_Metrics') THEN
    grant update (drift_thresholds) on organization to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122074527_Metrics') THEN
    grant update (launched_on) on clinic to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122074527_Metrics') THEN
    grant select on published_month, published_row to registry_report
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122074527_Metrics') THEN
    grant select, delete on patient_coverage, patient_background to registry_retention
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122074527_Metrics') THEN
    alter table patient_coverage enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122074527_Metrics') THEN
    create policy in_reach on patient_coverage using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) and (patient_coverage.patient_id in (select unnest(nullif(current_setting('registry.asked', true), '')::uuid[])) or (select current_setting('registry.reach', true) = 'organization')
      or exists (select from patient p where p.organization_id = patient_coverage.organization_id and p.id = patient_coverage.patient_id offset 0)))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122074527_Metrics') THEN
    alter table patient_background enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122074527_Metrics') THEN
    create policy in_reach on patient_background using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) and (patient_background.patient_id in (select unnest(nullif(current_setting('registry.asked', true), '')::uuid[])) or (select current_setting('registry.reach', true) = 'organization')
      or exists (select from patient p where p.organization_id = patient_background.organization_id and p.id = patient_background.patient_id offset 0)))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122074527_Metrics') THEN
    alter table attested_fte enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122074527_Metrics') THEN
    create policy in_reach on attested_fte using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122074527_Metrics') THEN
    alter table submitted_month enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122074527_Metrics') THEN
    create policy in_reach on submitted_month using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122074527_Metrics') THEN
    alter table metric_target enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122074527_Metrics') THEN
    create policy in_reach on metric_target using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122074527_Metrics') THEN
    alter table drift_plan enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122074527_Metrics') THEN
    create policy in_reach on drift_plan using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122074527_Metrics') THEN
    alter table published_month enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122074527_Metrics') THEN
    create policy in_reach on published_month using ((organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) or (select current_setting('registry.reach', true) = 'every-organization')))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122074527_Metrics') THEN
    alter table published_row enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122074527_Metrics') THEN
    create policy in_reach on published_row using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122074527_Metrics') THEN
    INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
    VALUES ('20261122074527_Metrics', '10.0.14');
    END IF;
END $EF$;
COMMIT;

START TRANSACTION;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    CREATE TABLE action_plan (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        clinic_id uuid NOT NULL,
        goal character varying(400) NOT NULL,
        steps character varying(4000) NOT NULL,
        owner character varying(200) NOT NULL,
        metric_codes text[] NOT NULL,
        adopted_on date NOT NULL,
        recorded_at timestamp with time zone NOT NULL,
        recorded_by uuid NOT NULL,
        CONSTRAINT pk_action_plan PRIMARY KEY (organization_id, id),
        CONSTRAINT "FK_action_plan_clinic_organization_id_clinic_id" FOREIGN KEY (organization_id, clinic_id) REFERENCES clinic (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    CREATE TABLE collaborative (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        name character varying(200) NOT NULL,
        charter character varying(4000) NOT NULL,
        first_month_on date NOT NULL,
        last_month_on date,
        recorded_at timestamp with time zone NOT NULL,
        recorded_by uuid NOT NULL,
        CONSTRAINT pk_collaborative PRIMARY KEY (organization_id, id),
        CONSTRAINT ck_collaborative_months CHECK (extract(day from first_month_on) = 1 and last_month_on >= first_month_on and extract(day from last_month_on) = 1),
        CONSTRAINT "FK_collaborative_organization_organization_id" FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    CREATE TABLE collaborative_member (
        organization_id uuid NOT NULL,
        collaborative_id uuid NOT NULL,
        kept_by uuid NOT NULL,
        joined_at timestamp with time zone NOT NULL,
        joined_by uuid NOT NULL,
        left_at timestamp with time zone,
        left_by uuid,
        CONSTRAINT pk_collaborative_member PRIMARY KEY (organization_id, collaborative_id),
        CONSTRAINT "FK_collaborative_member_organization_organization_id" FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    CREATE TABLE finance_cost (
        organization_id uuid NOT NULL,
        kind character varying(32) NOT NULL,
        from_on date NOT NULL,
        recorded_at timestamp with time zone NOT NULL,
        until_on date,
        amount numeric(10,2) NOT NULL,
        source character varying(400) NOT NULL,
        recorded_by uuid NOT NULL,
        CONSTRAINT pk_finance_cost PRIMARY KEY (organization_id, kind, from_on, recorded_at),
        CONSTRAINT ck_finance_cost_kind CHECK (kind in ('care-manager-year', 'consultant-hour', 'consultant-hours-a-week', 'overhead-percent')),
        CONSTRAINT ck_finance_cost_sense CHECK (amount >= 0 and until_on >= from_on),
        CONSTRAINT "FK_finance_cost_organization_organization_id" FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    CREATE TABLE finance_rate (
        organization_id uuid NOT NULL,
        payer character varying(32) NOT NULL,
        code character varying(8) NOT NULL,
        from_on date NOT NULL,
        recorded_at timestamp with time zone NOT NULL,
        until_on date,
        amount numeric(10,2) NOT NULL,
        source character varying(400) NOT NULL,
        recorded_by uuid NOT NULL,
        CONSTRAINT pk_finance_rate PRIMARY KEY (organization_id, payer, code, from_on, recorded_at),
        CONSTRAINT ck_finance_rate_payer CHECK (payer in ('medicaid-ffs', 'medicaid-managed-care', 'dual-medicare-medicaid', 'child-health-plus', 'essential-plan', 'medicare', 'commercial', 'self-pay', 'other')),
        CONSTRAINT ck_finance_rate_sense CHECK (amount >= 0 and until_on >= from_on),
        CONSTRAINT "FK_finance_rate_organization_organization_id" FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    CREATE TABLE implementation_site (
        organization_id uuid NOT NULL,
        clinic_id uuid NOT NULL,
        initiated_on date,
        planned_on date,
        executed_on date,
        sustained_on date,
        launch_due_on date,
        version integer NOT NULL,
        recorded_at timestamp with time zone NOT NULL,
        recorded_by uuid NOT NULL,
        CONSTRAINT pk_implementation_site PRIMARY KEY (organization_id, clinic_id),
        CONSTRAINT "FK_implementation_site_clinic_organization_id_clinic_id" FOREIGN KEY (organization_id, clinic_id) REFERENCES clinic (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    CREATE TABLE published_aggregate (
        organization_id uuid NOT NULL,
        kind character varying(32) NOT NULL,
        period_on date NOT NULL,
        sequence integer NOT NULL,
        clinic_id uuid,
        known_at timestamp with time zone NOT NULL,
        published_at timestamp with time zone NOT NULL,
        figures jsonb NOT NULL,
        CONSTRAINT pk_published_aggregate PRIMARY KEY (organization_id, kind, period_on, sequence),
        CONSTRAINT ck_published_aggregate_first_day CHECK (extract(day from period_on) = 1),
        CONSTRAINT ck_published_aggregate_kind CHECK (kind in ('national-measures', 'finance')),
        CONSTRAINT "FK_published_aggregate_clinic_organization_id_clinic_id" FOREIGN KEY (organization_id, clinic_id) REFERENCES clinic (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_published_aggregate_organization_organization_id" FOREIGN KEY (organization_id) REFERENCES organization (id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    CREATE TABLE action_plan_review (
        organization_id uuid NOT NULL,
        action_plan_id uuid NOT NULL,
        recorded_at timestamp with time zone NOT NULL,
        reviewed_on date NOT NULL,
        outcome character varying(32) NOT NULL,
        note character varying(1000) NOT NULL,
        recorded_by uuid NOT NULL,
        CONSTRAINT pk_action_plan_review PRIMARY KEY (organization_id, action_plan_id, recorded_at),
        CONSTRAINT ck_action_plan_review_outcome CHECK (outcome in ('keep', 'revise', 'close')),
        CONSTRAINT "FK_action_plan_review_action_plan_organization_id_action_plan_~" FOREIGN KEY (organization_id, action_plan_id) REFERENCES action_plan (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    CREATE TABLE collaborative_invitation (
        organization_id uuid NOT NULL,
        collaborative_id uuid NOT NULL,
        invited_organization_id uuid NOT NULL,
        invited_at timestamp with time zone NOT NULL,
        invited_by uuid NOT NULL,
        CONSTRAINT pk_collaborative_invitation PRIMARY KEY (organization_id, collaborative_id, invited_organization_id),
        CONSTRAINT "FK_collaborative_invitation_collaborative_organization_id_coll~" FOREIGN KEY (organization_id, collaborative_id) REFERENCES collaborative (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    CREATE TABLE collaborative_measure (
        organization_id uuid NOT NULL,
        collaborative_id uuid NOT NULL,
        metric_code character varying(8) NOT NULL,
        goal numeric(8,2) NOT NULL,
        sequence integer NOT NULL,
        CONSTRAINT pk_collaborative_measure PRIMARY KEY (organization_id, collaborative_id, metric_code),
        CONSTRAINT "FK_collaborative_measure_collaborative_organization_id_collabo~" FOREIGN KEY (organization_id, collaborative_id) REFERENCES collaborative (organization_id, id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    CREATE TABLE collaborative_site (
        organization_id uuid NOT NULL,
        collaborative_id uuid NOT NULL,
        clinic_id uuid NOT NULL,
        name character varying(200) NOT NULL,
        launched_on date,
        is_shared boolean NOT NULL,
        CONSTRAINT pk_collaborative_site PRIMARY KEY (organization_id, collaborative_id, clinic_id),
        CONSTRAINT "FK_collaborative_site_clinic_organization_id_clinic_id" FOREIGN KEY (organization_id, clinic_id) REFERENCES clinic (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_collaborative_site_collaborative_member_organization_id_col~" FOREIGN KEY (organization_id, collaborative_id) REFERENCES collaborative_member (organization_id, collaborative_id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    CREATE TABLE pdsa_cycle (
        organization_id uuid NOT NULL,
        id uuid NOT NULL,
        clinic_id uuid NOT NULL,
        collaborative_id uuid,
        title character varying(200) NOT NULL,
        aim character varying(4000) NOT NULL,
        prediction character varying(4000) NOT NULL,
        plan character varying(4000) NOT NULL,
        "do" character varying(4000),
        study character varying(4000),
        act character varying(4000),
        started_on date NOT NULL,
        ended_on date,
        metric_codes text[] NOT NULL,
        decision character varying(32),
        version integer NOT NULL,
        recorded_at timestamp with time zone NOT NULL,
        recorded_by uuid NOT NULL,
        CONSTRAINT pk_pdsa_cycle PRIMARY KEY (organization_id, id),
        CONSTRAINT ck_pdsa_cycle_decision CHECK (decision in ('adopt', 'adapt', 'abandon')),
        CONSTRAINT ck_pdsa_cycle_period CHECK (ended_on >= started_on),
        CONSTRAINT "FK_pdsa_cycle_clinic_organization_id_clinic_id" FOREIGN KEY (organization_id, clinic_id) REFERENCES clinic (organization_id, id) ON DELETE RESTRICT,
        CONSTRAINT "FK_pdsa_cycle_collaborative_member_organization_id_collaborati~" FOREIGN KEY (organization_id, collaborative_id) REFERENCES collaborative_member (organization_id, collaborative_id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    CREATE TABLE checklist_item (
        organization_id uuid NOT NULL,
        clinic_id uuid NOT NULL,
        code character varying(64) NOT NULL,
        checklist character varying(32) NOT NULL,
        title character varying(200) NOT NULL,
        sequence integer NOT NULL,
        state character varying(32) NOT NULL,
        settled_on date,
        note character varying(1000),
        version integer NOT NULL,
        recorded_at timestamp with time zone NOT NULL,
        recorded_by uuid NOT NULL,
        CONSTRAINT pk_checklist_item PRIMARY KEY (organization_id, clinic_id, code),
        CONSTRAINT ck_checklist_item_checklist CHECK (checklist in ('readiness', 'go-live')),
        CONSTRAINT ck_checklist_item_state CHECK (state in ('open', 'done', 'not-needed')),
        CONSTRAINT "FK_checklist_item_implementation_site_organization_id_clinic_id" FOREIGN KEY (organization_id, clinic_id) REFERENCES implementation_site (organization_id, clinic_id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    CREATE TABLE shared_submission (
        organization_id uuid NOT NULL,
        collaborative_id uuid NOT NULL,
        clinic_id uuid NOT NULL,
        month_on date NOT NULL,
        submitted_at timestamp with time zone NOT NULL,
        submitted_by uuid NOT NULL,
        known_at timestamp with time zone NOT NULL,
        CONSTRAINT pk_shared_submission PRIMARY KEY (organization_id, collaborative_id, clinic_id, month_on),
        CONSTRAINT ck_shared_submission_first_day CHECK (extract(day from month_on) = 1),
        CONSTRAINT "FK_shared_submission_collaborative_site_organization_id_collab~" FOREIGN KEY (organization_id, collaborative_id, clinic_id) REFERENCES collaborative_site (organization_id, collaborative_id, clinic_id) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    CREATE TABLE shared_measure (
        organization_id uuid NOT NULL,
        collaborative_id uuid NOT NULL,
        clinic_id uuid NOT NULL,
        month_on date NOT NULL,
        metric_code character varying(8) NOT NULL,
        metric_version integer NOT NULL,
        value numeric(14,2),
        numerator numeric(14,2),
        denominator numeric(14,2),
        no_value character varying(32),
        CONSTRAINT pk_shared_measure PRIMARY KEY (organization_id, collaborative_id, clinic_id, month_on, metric_code),
        CONSTRAINT ck_shared_measure_suppressed CHECK (no_value is distinct from 'suppressed' or (value is null and numerator is null and denominator is null)),
        CONSTRAINT "FK_shared_measure_shared_submission_organization_id_collaborat~" FOREIGN KEY (organization_id, collaborative_id, clinic_id, month_on) REFERENCES shared_submission (organization_id, collaborative_id, clinic_id, month_on) ON DELETE RESTRICT
    );
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    CREATE INDEX "IX_action_plan_organization_id_clinic_id" ON action_plan (organization_id, clinic_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    CREATE INDEX "IX_collaborative_site_organization_id_clinic_id" ON collaborative_site (organization_id, clinic_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    CREATE INDEX "IX_pdsa_cycle_organization_id_clinic_id" ON pdsa_cycle (organization_id, clinic_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    CREATE INDEX "IX_pdsa_cycle_organization_id_collaborative_id" ON pdsa_cycle (organization_id, collaborative_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    CREATE INDEX "IX_published_aggregate_organization_id_clinic_id" ON published_aggregate (organization_id, clinic_id);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    grant select, insert on collaborative, collaborative_measure, collaborative_invitation, shared_submission, shared_measure, action_plan, action_plan_review, finance_rate, finance_cost, published_aggregate to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    grant select, insert, update on implementation_site, checklist_item, collaborative_member, collaborative_site, pdsa_cycle to registry_service
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    grant select on published_aggregate to registry_report
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    alter table collaborative_member add constraint "FK_collaborative_member_invitation"
    foreign key (kept_by, collaborative_id, organization_id) references collaborative_invitation (organization_id, collaborative_id, invited_organization_id) on delete restrict
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    alter table collaborative enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    create policy in_reach on collaborative using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) or exists (select from collaborative_invitation i where i.organization_id = collaborative.organization_id and i.collaborative_id = collaborative.id and i.invited_organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) offset 0))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    alter table collaborative_measure enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    create policy in_reach on collaborative_measure using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) or exists (select from collaborative_invitation i where i.organization_id = collaborative_measure.organization_id and i.collaborative_id = collaborative_measure.collaborative_id and i.invited_organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) offset 0))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    alter table collaborative_invitation enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    create policy in_reach on collaborative_invitation using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) or invited_organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    alter table shared_submission enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    create policy in_reach on shared_submission using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) or exists (select from collaborative_site s where s.organization_id = shared_submission.organization_id and s.collaborative_id = shared_submission.collaborative_id and s.clinic_id = shared_submission.clinic_id offset 0))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    alter table shared_measure enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    create policy in_reach on shared_measure using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) or exists (select from collaborative_site s where s.organization_id = shared_measure.organization_id and s.collaborative_id = shared_measure.collaborative_id and s.clinic_id = shared_measure.clinic_id offset 0))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    alter table action_plan enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    create policy in_reach on action_plan using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    alter table action_plan_review enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    create policy in_reach on action_plan_review using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    alter table finance_rate enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    create policy in_reach on finance_rate using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    alter table finance_cost enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    create policy in_reach on finance_cost using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    alter table published_aggregate enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    create policy in_reach on published_aggregate using ((organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) or (select current_setting('registry.reach', true) = 'every-organization')))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    alter table implementation_site enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    create policy in_reach on implementation_site using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    alter table checklist_item enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    create policy in_reach on checklist_item using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    alter table collaborative_member enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    create policy in_reach on collaborative_member using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    alter table collaborative_site enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    create policy in_reach on collaborative_site using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) or (is_shared and exists (select from collaborative_member m where m.organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid) and m.collaborative_id = collaborative_site.collaborative_id and m.left_at is null offset 0)))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    alter table pdsa_cycle enable row level security, force row level security
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    create policy in_reach on pdsa_cycle using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    create policy own_only on collaborative as restrictive for insert with check (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    create policy own_change on collaborative as restrictive for update using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    create policy own_only on collaborative_measure as restrictive for insert with check (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    create policy own_change on collaborative_measure as restrictive for update using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    create policy own_only on collaborative_invitation as restrictive for insert with check (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    create policy own_change on collaborative_invitation as restrictive for update using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    create policy own_only on collaborative_site as restrictive for insert with check (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    create policy own_change on collaborative_site as restrictive for update using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    create policy own_only on shared_submission as restrictive for insert with check (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    create policy own_change on shared_submission as restrictive for update using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    create policy own_only on shared_measure as restrictive for insert with check (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    create policy own_change on shared_measure as restrictive for update using (organization_id = (select nullif(current_setting('registry.organization', true), '')::uuid))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122091104_Learning') THEN
    INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
    VALUES ('20261122091104_Learning', '10.0.14');
    END IF;
END $EF$;
COMMIT;

START TRANSACTION;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122134126_CdsClientApproval') THEN
    ALTER TABLE approval DROP CONSTRAINT ck_approval_kind;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122134126_CdsClientApproval') THEN
    ALTER TABLE approval ADD CONSTRAINT ck_approval_kind CHECK (kind in ('bulk-export', 'key-rotation', 'cds-client'));
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122134126_CdsClientApproval') THEN
    INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
    VALUES ('20261122134126_CdsClientApproval', '10.0.14');
    END IF;
END $EF$;
COMMIT;

START TRANSACTION;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    ALTER TABLE approval DROP CONSTRAINT ck_approval_kind;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    CREATE INDEX ix_team_entry_withdrawn ON team_entry (organization_id, episode_id) WHERE entered_in_error;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    CREATE INDEX ix_relapse_prevention_plan_withdrawn ON relapse_prevention_plan (organization_id, episode_id) WHERE entered_in_error;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    CREATE INDEX ix_contact_withdrawn ON contact (organization_id, episode_id) WHERE entered_in_error;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    CREATE INDEX ix_consultation_withdrawn ON consultation (organization_id, episode_id) WHERE entered_in_error;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    ALTER TABLE approval ADD CONSTRAINT ck_approval_kind CHECK (kind in ('bulk-export', 'key-rotation', 'cds-client', 'administrator-grant'));
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create or replace function episode_known(organization uuid, subject uuid, known_at timestamptz) returns setof public.episode language sql stable as $$
      select t.* from public.episode t where t.organization_id = organization and t.patient_id = subject and t.recorded_at <= known_at
      union all
      select r.* from public.fact_history h, jsonb_populate_record(null::public.episode, h.row) r
      where h.organization_id = organization and h.table_name = 'episode' and h.patient_id = subject and h.recorded_at <= known_at and h.superseded_at > known_at
    $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create or replace function care_team_assignment_known(organization uuid, subject uuid, known_at timestamptz) returns setof public.care_team_assignment language sql stable as $$
      select t.* from public.care_team_assignment t where t.organization_id = organization and t.patient_id = subject and t.recorded_at <= known_at
      union all
      select r.* from public.fact_history h, jsonb_populate_record(null::public.care_team_assignment, h.row) r
      where h.organization_id = organization and h.table_name = 'care_team_assignment' and h.patient_id = subject and h.recorded_at <= known_at and h.superseded_at > known_at
    $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create or replace function assessment_known(organization uuid, subject uuid, known_at timestamptz) returns setof public.assessment language sql stable as $$
      select t.* from public.assessment t where t.organization_id = organization and t.patient_id = subject and t.recorded_at <= known_at
      union all
      select r.* from public.fact_history h, jsonb_populate_record(null::public.assessment, h.row) r
      where h.organization_id = organization and h.table_name = 'assessment' and h.patient_id = subject and h.recorded_at <= known_at and h.superseded_at > known_at
    $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create or replace function contact_known(organization uuid, subject uuid, known_at timestamptz) returns setof public.contact language sql stable as $$
      select t.* from public.contact t where t.organization_id = organization and t.patient_id = subject and t.recorded_at <= known_at
      union all
      select r.* from public.fact_history h, jsonb_populate_record(null::public.contact, h.row) r
      where h.organization_id = organization and h.table_name = 'contact' and h.patient_id = subject and h.recorded_at <= known_at and h.superseded_at > known_at
    $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create or replace function consultation_known(organization uuid, subject uuid, known_at timestamptz) returns setof public.consultation language sql stable as $$
      select t.* from public.consultation t where t.organization_id = organization and t.patient_id = subject and t.recorded_at <= known_at
      union all
      select r.* from public.fact_history h, jsonb_populate_record(null::public.consultation, h.row) r
      where h.organization_id = organization and h.table_name = 'consultation' and h.patient_id = subject and h.recorded_at <= known_at and h.superseded_at > known_at
    $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create or replace function relapse_prevention_plan_known(organization uuid, subject uuid, known_at timestamptz) returns setof public.relapse_prevention_plan language sql stable as $$
      select t.* from public.relapse_prevention_plan t where t.organization_id = organization and t.patient_id = subject and t.recorded_at <= known_at
      union all
      select r.* from public.fact_history h, jsonb_populate_record(null::public.relapse_prevention_plan, h.row) r
      where h.organization_id = organization and h.table_name = 'relapse_prevention_plan' and h.patient_id = subject and h.recorded_at <= known_at and h.superseded_at > known_at
    $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create or replace function team_entry_known(organization uuid, subject uuid, known_at timestamptz) returns setof public.team_entry language sql stable as $$
      select t.* from public.team_entry t where t.organization_id = organization and t.patient_id = subject and t.recorded_at <= known_at
      union all
      select r.* from public.fact_history h, jsonb_populate_record(null::public.team_entry, h.row) r
      where h.organization_id = organization and h.table_name = 'team_entry' and h.patient_id = subject and h.recorded_at <= known_at and h.superseded_at > known_at
    $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create or replace function care_team_assignment_known_of(organization uuid, subject uuid, known_at timestamptz) returns setof public.care_team_assignment language sql stable as $$
      select t.* from public.care_team_assignment t where t.organization_id = organization and t.staff_member_id = subject and t.recorded_at <= known_at
      union all
      select r.* from public.fact_history h, jsonb_populate_record(null::public.care_team_assignment, h.row) r
      where h.organization_id = organization and h.table_name = 'care_team_assignment' and h.staff_member_id = subject and h.recorded_at <= known_at and h.superseded_at > known_at
    $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    do $$
    declare f regprocedure;
    begin
      for f in select p.oid::regprocedure from pg_proc p join pg_language l on l.oid = p.prolang
        where p.pronamespace = 'public'::regnamespace and p.proowner = current_user::regrole and (l.lanname = 'plpgsql' or not p.proretset) loop
        execute format('alter function %s set search_path = public, pg_temp', f);
      end loop;
    end
    $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    do $$ begin
      if (select pg_has_role(d.datdba, 'member') from pg_database d where d.datname = current_database()) then
        execute format('revoke temporary on database %I from public', current_database());
      end if;
    end $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create function keep_audit_entry_patients() returns trigger language plpgsql set search_path = public, pg_temp as $$
    begin
      if not exists (select from audit_entry e join audit_seal s on s.organization_id = e.organization_id and s.entry_id = e.id
          join audit_cut c on c.organization_id = s.organization_id and c.sequence >= s.sequence
          where e.organization_id = old.organization_id and e.id = old.entry_id and e.at <= now() - interval '6 years') then
        raise insufficient_privilege using message = 'Whom an audit entry is about is kept for six years, and until a cut of the chain covers it.';
      end if;
      return old;
    end
    $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create trigger keep_audit_entry_patients before delete on audit_entry_patient for each row execute function keep_audit_entry_patients()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create or replace function keep_held_patients() returns trigger language plpgsql set search_path = public, pg_temp as $$
    declare
      gone jsonb := to_jsonb(old);
      patient uuid := coalesce((gone ->> 'patient_id')::uuid, case tg_table_name
        when 'patient' then (gone ->> 'id')::uuid
        when 'fact_history' then case gone ->> 'table_name' when 'patient' then (gone ->> 'id')::uuid end
        when 'assessment_identifier' then (select a.patient_id from assessment a where a.organization_id = old.organization_id and a.id = (gone ->> 'assessment_id')::uuid)
        when 'emergency_review' then (select e.patient_id from emergency_access e where e.organization_id = old.organization_id and e.id = (gone ->> 'emergency_access_id')::uuid)
        else (select e.patient_id from episode e where e.organization_id = old.organization_id and e.id = (gone ->> 'episode_id')::uuid) end);
    begin
      if patient is null then raise insufficient_privilege using message = 'Only what is known to be of a patient without a hold is erased.'; end if;
      if exists (select from legal_hold h where h.organization_id = old.organization_id and h.patient_id = patient and h.released_at is null) then
        raise insufficient_privilege using message = 'A legal hold is in force.';
      end if;
      return old;
    end
    $$
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create trigger keep_held_patients before delete on patient_coverage for each row execute function keep_held_patients()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create trigger keep_held_patients before delete on patient_background for each row execute function keep_held_patients()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create trigger keep_held_patients before delete on disclosure for each row execute function keep_held_patients()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create trigger keep_held_patients before delete on accounting_suspension for each row execute function keep_held_patients()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create trigger keep_held_patients before delete on amendment for each row execute function keep_held_patients()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create trigger keep_held_patients before delete on restriction for each row execute function keep_held_patients()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create trigger keep_held_patients before delete on part2_consent for each row execute function keep_held_patients()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create trigger keep_held_patients before delete on legal_hold for each row execute function keep_held_patients()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create trigger keep_held_patients before delete on emergency_review for each row execute function keep_held_patients()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create trigger keep_held_patients before delete on emergency_access for each row execute function keep_held_patients()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create trigger keep_held_patients before delete on quarantine_entry for each row execute function keep_held_patients()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create trigger keep_held_patients before delete on closed_billing_month for each row execute function keep_held_patients()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create trigger keep_held_patients before delete on flag_check for each row when (current_user <> 'registry_service') execute function keep_held_patients()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create trigger keep_held_patients before delete on announced_flag for each row when (current_user <> 'registry_service') execute function keep_held_patients()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create trigger keep_held_patients before delete on stored_resource for each row execute function keep_held_patients()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create trigger keep_held_patients before delete on assessment_identifier for each row execute function keep_held_patients()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create trigger keep_held_patients before delete on assessment for each row execute function keep_held_patients()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create trigger keep_held_patients before delete on contact for each row execute function keep_held_patients()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create trigger keep_held_patients before delete on consultation for each row execute function keep_held_patients()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create trigger keep_held_patients before delete on relapse_prevention_plan for each row execute function keep_held_patients()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create trigger keep_held_patients before delete on team_entry for each row execute function keep_held_patients()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create trigger keep_held_patients before delete on care_team_assignment for each row execute function keep_held_patients()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create trigger keep_held_patients before delete on episode_status_change for each row execute function keep_held_patients()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create trigger keep_held_patients before delete on episode for each row execute function keep_held_patients()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create trigger keep_held_patients before delete on patient_identifier for each row execute function keep_held_patients()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create trigger keep_held_patients before delete on fact_history for each row execute function keep_held_patients()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create trigger keep_held_patients before delete on patient_identifier_digest for each row when (current_user <> 'registry_service') execute function keep_held_patients()
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    drop policy by_somebody_else on role_grant
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create policy by_somebody_else on role_grant as restrictive for insert with check (coalesce((select p.staff_member_id from principal p where p.organization_id = role_grant.organization_id and p.id = role_grant.principal_id), role_grant.principal_id) is distinct from coalesce((select p.staff_member_id from principal p where p.organization_id = role_grant.organization_id and p.id = (select nullif(current_setting('registry.principal', true), '')::uuid)), (select nullif(current_setting('registry.principal', true), '')::uuid)))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create policy by_somebody_else on approval as restrictive for update with check (approved_by is null or coalesce((select p.staff_member_id from principal p where p.organization_id = approval.organization_id and p.id = approval.approved_by), approval.approved_by) is distinct from coalesce((select p.staff_member_id from principal p where p.organization_id = approval.organization_id and p.id = approval.requested_by), approval.requested_by))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create policy by_somebody_else on data_set as restrictive for update with check (approved_by is null or coalesce((select p.staff_member_id from principal p where p.organization_id = data_set.organization_id and p.id = data_set.approved_by), data_set.approved_by) is distinct from coalesce((select p.staff_member_id from principal p where p.organization_id = data_set.organization_id and p.id = data_set.ordered_by), data_set.ordered_by))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    create policy by_somebody_else on emergency_review as restrictive for insert with check (coalesce((select p.staff_member_id from principal p where p.organization_id = emergency_review.organization_id and p.id = emergency_review.reviewed_by), emergency_review.reviewed_by) is distinct from coalesce((select p.staff_member_id from principal p where p.organization_id = emergency_review.organization_id and p.id = (select e.principal_id from emergency_access e where e.organization_id = emergency_review.organization_id and e.id = emergency_review.emergency_access_id)), (select e.principal_id from emergency_access e where e.organization_id = emergency_review.organization_id and e.id = emergency_review.emergency_access_id)))
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122162517_GuardedFunctions') THEN
    INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
    VALUES ('20261122162517_GuardedFunctions', '10.0.14');
    END IF;
END $EF$;
COMMIT;

START TRANSACTION;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122170720_SafetyFlagsOfPatient') THEN
    ALTER TABLE care_team_assignment DROP CONSTRAINT ck_care_team_assignment_period;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122170720_SafetyFlagsOfPatient') THEN
    CREATE INDEX ix_team_entry_safety ON team_entry (organization_id, patient_id) WHERE kind = 'manual-flag' and flag = 'safety' and not entered_in_error;
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122170720_SafetyFlagsOfPatient') THEN
    ALTER TABLE care_team_assignment ADD CONSTRAINT ck_care_team_assignment_period CHECK (until_on >= from_on);
    END IF;
END $EF$;

DO $EF$
BEGIN
    IF NOT EXISTS(SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" = '20261122170720_SafetyFlagsOfPatient') THEN
    INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion")
    VALUES ('20261122170720_SafetyFlagsOfPatient', '10.0.14');
    END IF;
END $EF$;
COMMIT;

