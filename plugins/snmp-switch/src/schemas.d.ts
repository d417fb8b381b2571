import { z } from 'zod';
export declare const settings: z.ZodObject<{
    ports: z.ZodPrefault<z.ZodObject<{
        watch: z.ZodDefault<z.ZodString>;
        ignore: z.ZodDefault<z.ZodString>;
    }, z.core.$strict>>;
    uptime: z.ZodPrefault<z.ZodObject<{
        warnBelow: z.ZodDefault<z.ZodNumber>;
    }, z.core.$strict>>;
}, z.core.$strict>;
export declare const system: z.ZodObject<{
    name: z.ZodOptional<z.ZodString>;
    contact: z.ZodOptional<z.ZodString>;
    location: z.ZodOptional<z.ZodString>;
}, z.core.$strict>;
export declare const port: z.ZodObject<{
    port: z.ZodString;
    alias: z.ZodOptional<z.ZodString>;
    adminStatus: z.ZodOptional<z.ZodEnum<{
        down: "down";
        up: "up";
    }>>;
}, z.core.$strict>;
/** One file of the contribution point `profiles`. */
export declare const profile: z.ZodObject<{
    vendor: z.ZodString;
    systems: z.ZodArray<z.ZodObject<{
        match: z.ZodObject<{
            sysObjectID: z.ZodOptional<z.ZodUnion<readonly [z.ZodString, z.ZodArray<z.ZodString>]>>;
            sysDescr: z.ZodOptional<z.ZodString>;
        }, z.core.$strict>;
        vendor: z.ZodOptional<z.ZodString>;
        kind: z.ZodOptional<z.ZodEnum<{
            appliance: "appliance";
            backup: "backup";
            environment: "environment";
            firewall: "firewall";
            pbx: "pbx";
            phone: "phone";
            power: "power";
            printer: "printer";
            router: "router";
            server: "server";
            storage: "storage";
            switch: "switch";
            wireless: "wireless";
        }>>;
        os: z.ZodOptional<z.ZodString>;
        model: z.ZodOptional<z.ZodArray<z.ZodUnion<readonly [z.ZodObject<{
            pattern: z.ZodOptional<z.ZodString>;
            template: z.ZodOptional<z.ZodString>;
            prefix: z.ZodOptional<z.ZodString>;
            get: z.ZodString;
        }, z.core.$strict>, z.ZodObject<{
            pattern: z.ZodOptional<z.ZodString>;
            template: z.ZodOptional<z.ZodString>;
            prefix: z.ZodOptional<z.ZodString>;
            next: z.ZodString;
        }, z.core.$strict>, z.ZodObject<{
            sysDescr: z.ZodString;
            template: z.ZodOptional<z.ZodString>;
            prefix: z.ZodOptional<z.ZodString>;
        }, z.core.$strict>, z.ZodObject<{
            sysName: z.ZodString;
            template: z.ZodOptional<z.ZodString>;
            prefix: z.ZodOptional<z.ZodString>;
        }, z.core.$strict>, z.ZodObject<{
            pattern: z.ZodOptional<z.ZodString>;
            template: z.ZodOptional<z.ZodString>;
            prefix: z.ZodOptional<z.ZodString>;
            entity: z.ZodEnum<{
                description: "description";
                firmware: "firmware";
                hardware: "hardware";
                model: "model";
                name: "name";
                serial: "serial";
                software: "software";
            }>;
        }, z.core.$strict>, z.ZodObject<{
            sysObjectID: z.ZodRecord<z.ZodString, z.ZodString>;
        }, z.core.$strict>, z.ZodObject<{
            text: z.ZodString;
        }, z.core.$strict>]>>>;
        version: z.ZodOptional<z.ZodArray<z.ZodUnion<readonly [z.ZodObject<{
            pattern: z.ZodOptional<z.ZodString>;
            template: z.ZodOptional<z.ZodString>;
            prefix: z.ZodOptional<z.ZodString>;
            get: z.ZodString;
        }, z.core.$strict>, z.ZodObject<{
            pattern: z.ZodOptional<z.ZodString>;
            template: z.ZodOptional<z.ZodString>;
            prefix: z.ZodOptional<z.ZodString>;
            next: z.ZodString;
        }, z.core.$strict>, z.ZodObject<{
            sysDescr: z.ZodString;
            template: z.ZodOptional<z.ZodString>;
            prefix: z.ZodOptional<z.ZodString>;
        }, z.core.$strict>, z.ZodObject<{
            sysName: z.ZodString;
            template: z.ZodOptional<z.ZodString>;
            prefix: z.ZodOptional<z.ZodString>;
        }, z.core.$strict>, z.ZodObject<{
            pattern: z.ZodOptional<z.ZodString>;
            template: z.ZodOptional<z.ZodString>;
            prefix: z.ZodOptional<z.ZodString>;
            entity: z.ZodEnum<{
                description: "description";
                firmware: "firmware";
                hardware: "hardware";
                model: "model";
                name: "name";
                serial: "serial";
                software: "software";
            }>;
        }, z.core.$strict>, z.ZodObject<{
            sysObjectID: z.ZodRecord<z.ZodString, z.ZodString>;
        }, z.core.$strict>, z.ZodObject<{
            text: z.ZodString;
        }, z.core.$strict>]>>>;
        serial: z.ZodOptional<z.ZodArray<z.ZodUnion<readonly [z.ZodObject<{
            pattern: z.ZodOptional<z.ZodString>;
            template: z.ZodOptional<z.ZodString>;
            prefix: z.ZodOptional<z.ZodString>;
            get: z.ZodString;
        }, z.core.$strict>, z.ZodObject<{
            pattern: z.ZodOptional<z.ZodString>;
            template: z.ZodOptional<z.ZodString>;
            prefix: z.ZodOptional<z.ZodString>;
            next: z.ZodString;
        }, z.core.$strict>, z.ZodObject<{
            sysDescr: z.ZodString;
            template: z.ZodOptional<z.ZodString>;
            prefix: z.ZodOptional<z.ZodString>;
        }, z.core.$strict>, z.ZodObject<{
            sysName: z.ZodString;
            template: z.ZodOptional<z.ZodString>;
            prefix: z.ZodOptional<z.ZodString>;
        }, z.core.$strict>, z.ZodObject<{
            pattern: z.ZodOptional<z.ZodString>;
            template: z.ZodOptional<z.ZodString>;
            prefix: z.ZodOptional<z.ZodString>;
            entity: z.ZodEnum<{
                description: "description";
                firmware: "firmware";
                hardware: "hardware";
                model: "model";
                name: "name";
                serial: "serial";
                software: "software";
            }>;
        }, z.core.$strict>, z.ZodObject<{
            sysObjectID: z.ZodRecord<z.ZodString, z.ZodString>;
        }, z.core.$strict>, z.ZodObject<{
            text: z.ZodString;
        }, z.core.$strict>]>>>;
    }, z.core.$strict>>;
}, z.core.$strict>;
