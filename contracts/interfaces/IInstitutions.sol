// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {PartyId} from "../types/Ids.sol";

/// @title Institutions, their capacities and their keys
/// @notice Governance admits institutions and gives them keys; it holds no capacity itself, so that an administrator can never
/// register. A key belongs for ever to one institution with one duty: removed keys are never given again.
///
/// Assumptions. Governance admits whom it has identified, and gives keys to persons who have them alone. Two duties of one institution
/// are two persons only if the institution keeps their keys apart. A suspended institution keeps what it registered.
interface IInstitutions {
    /// @notice 1 slot. `activeFrom` and `removedAt` are unix seconds; `removedAt` is 0 while the key is in use.
    struct Key {
        uint32 institution;
        uint8 duty;
        uint40 activeFrom;
        uint40 removedAt;
    }

    /// @notice 2 slots.
    struct Institution {
        PartyId party;
        uint16 capacities;
        bool suspended;
        bool admitted;
    }

    /// @notice A party is an institution from now on, under a number of its own.
    event InstitutionAdmitted(
        uint32 indexed number,
        PartyId indexed party,
        uint16 capacities,
        uint40 time,
        string name
    );
    /// @notice The institution's capacities have been replaced.
    event CapacitiesChanged(uint32 indexed number, PartyId indexed party, uint16 capacities, uint40 time);
    /// @notice No key of the institution can do anything from now on.
    event InstitutionSuspended(uint32 indexed number, PartyId indexed party, uint40 time, string reason);
    /// @notice The suspension has ended.
    event InstitutionReinstated(uint32 indexed number, PartyId indexed party, uint40 time, string reason);
    /// @notice The key acts for the institution from `activeFrom` (unix seconds).
    event KeyAdded(uint32 indexed number, address indexed key, uint8 duty, uint40 activeFrom, uint40 time);
    /// @notice The key can do nothing from now on.
    event KeyRemoved(uint32 indexed number, address indexed key, uint40 time);

    /// @notice Keys added from now on become active `delay` seconds later at the earliest.
    event KeyDelaySet(uint40 delay, uint40 time);

    error InvalidParty();
    /// @notice Capacities are a non-empty mask of the known bits.
    error InvalidCapacities(uint16 capacities);
    /// @notice A duty is exactly one of maker, checker, auditor.
    error InvalidDuty(uint8 duty);
    error InvalidKey(address key);
    /// @notice At most {MAX_KEY_DELAY}.
    error InvalidKeyDelay(uint40 delay);
    /// @notice The party is an institution already.
    error AlreadyAdmitted(PartyId party, uint32 number);
    /// @notice The key has belonged to an institution before; it is bound to it for ever.
    error KeyAlreadyBound(address key, uint32 institution);
    error UnknownInstitution(uint32 number);
    error UnknownKey(address key);
    error KeyNotYetActive(address key, uint40 activeFrom);
    error KeyNoLongerActive(address key, uint40 removedAt);
    error SuspendedInstitution(uint32 number);
    error WrongDuty(address key, uint8 has, uint8 needed);
    error WrongCapacity(uint32 number, uint16 has, uint16 needed);

    /// @notice Admits the party as an institution and numbers it from 1. Governance only.
    function admit(PartyId party, uint16 capacities, string calldata name) external returns (uint32 number);

    /// @notice Replaces the institution's capacities. Governance only.
    function setCapacities(uint32 number, uint16 capacities) external;

    /// @notice From this moment no key of the institution can do anything. Repeating it changes nothing. Governance only.
    function suspend(uint32 number, string calldata reason) external;

    /// @notice Ends a suspension. Repeating it changes nothing. Governance only.
    function reinstate(uint32 number, string calldata reason) external;

    /// @notice Sets how long after it was added a key becomes active at the earliest: time to notice a key that was not ordered.
    /// Removal has no delay. Governance only.
    function setKeyDelay(uint40 delay) external;

    /// @notice Binds `key` to the institution. It is active from the later of `activeFrom` and the key delay from now. Governance only.
    function addKey(uint32 number, address key, uint8 duty, uint40 activeFrom) external;

    /// @notice Removes a key at once and for ever. Governance only.
    function removeKey(address key) external;

    /// @notice The institution that `key` acts for, if the key is active, the institution is not suspended, the key's duty is in
    /// the mask `duties` and one of its capacities in the mask `capacities`; reverts with the reason otherwise.
    function authorize(address key, uint8 duties, uint16 capacities) external view returns (uint32 number);

    /// @notice The institution with this number, all zero if there is none.
    function institution(uint32 number) external view returns (Institution memory);

    /// @notice The key bound to the account, all zero if there is none.
    function key(address account) external view returns (Key memory);

    /// @notice The number of the institution that the party is; zero if none.
    function numberOf(PartyId party) external view returns (uint32);

    /// @notice How many institutions have been admitted.
    function count() external view returns (uint32);
}
