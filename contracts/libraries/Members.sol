// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IInstitutions} from "../interfaces/IInstitutions.sol";
import {ILedger} from "../interfaces/ILedger.sol";
import {PartyId} from "../types/Ids.sol";
import {Facts} from "../types/Facts.sol";

/// @title The facts about institutions and their keys, and who may act
/// @notice KEY: institution 32 | duty 8 | activeFrom 40 | removedAt 40, INSTITUTION: capacities 16 | suspended 8, least significant last.
/// Twin: domain/state/facts.ts.
library Members {
    /* READING */

    /// @notice The institution that `account` acts for, if the key is active, the institution is not suspended, the key's duty is in
    /// the mask `duties` and one of its capacities in the mask `capacities`; reverts with the reason otherwise.
    function authorize(
        ILedger ledger,
        address account,
        uint8 duties,
        uint16 capacities
    ) internal view returns (uint32 number) {
        IInstitutions.Key memory held = keyOf(ledger, account);
        number = held.institution;
        if (number == 0) revert IInstitutions.UnknownKey(account);
        if (held.removedAt != 0) revert IInstitutions.KeyNoLongerActive(account, held.removedAt);
        if (held.activeFrom > block.timestamp) {
            revert IInstitutions.KeyNotYetActive(account, held.activeFrom);
        }
        if (held.duty & duties == 0) revert IInstitutions.WrongDuty(account, held.duty, duties);
        (uint16 has, bool suspended) = standingOf(ledger, number);
        if (suspended) revert IInstitutions.SuspendedInstitution(number);
        if (has & capacities == 0) revert IInstitutions.WrongCapacity(number, has, capacities);
    }

    /// @notice The key bound to the account, all zero if there is none.
    function keyOf(ILedger ledger, address account) internal view returns (IInstitutions.Key memory key) {
        bytes32 ref = refOf(account);
        uint256 content = Facts.unpacked(Facts.KEY, ref, ledger.fact(Facts.KEY, ref));
        // Each cast takes one field of the layout.
        key.institution = uint32(content >> 88);
        key.duty = uint8(content >> 80);
        key.activeFrom = uint40(content >> 40);
        key.removedAt = uint40(content);
    }

    /// @notice The institution's capacities, 0 if there is none, and whether it is suspended.
    function standingOf(
        ILedger ledger,
        uint32 number
    ) internal view returns (uint16 capacities, bool suspended) {
        bytes32 ref = refOf(number);
        uint256 content = Facts.unpacked(Facts.INSTITUTION, ref, ledger.fact(Facts.INSTITUTION, ref));
        // The cast takes the field of 16 bits above the flag.
        return (uint16(content >> 8), content & 1 != 0);
    }

    /// @notice The party that the institution is; zero if there is none.
    function partyOf(ILedger ledger, uint32 number) internal view returns (PartyId) {
        return PartyId.wrap(ledger.fact(Facts.INSTITUTION_PARTY, refOf(number)));
    }

    /// @notice The number of the institution that the party is; zero if none.
    function numberOf(ILedger ledger, PartyId party) internal view returns (uint32) {
        // Institutions are numbered from 1 in 32 bits.
        return uint32(uint256(ledger.fact(Facts.PARTY_INSTITUTION, PartyId.unwrap(party))));
    }

    /// @notice How many institutions have been admitted.
    function countOf(ILedger ledger) internal view returns (uint32) {
        // Institutions are numbered from 1 in 32 bits.
        return uint32(uint256(ledger.fact(Facts.INSTITUTION_COUNT, 0)));
    }

    /* LAYOUT */

    function packedKey(IInstitutions.Key memory key) internal pure returns (bytes32) {
        return
            Facts.packed(
                (uint256(key.institution) << 88) |
                    (uint256(key.duty) << 80) |
                    (uint256(key.activeFrom) << 40) |
                    key.removedAt
            );
    }

    function packedStanding(uint16 capacities, bool suspended) internal pure returns (bytes32) {
        return Facts.packed((uint256(capacities) << 8) | (suspended ? 1 : 0));
    }

    function refOf(address account) internal pure returns (bytes32) {
        return bytes32(uint256(uint160(account)));
    }

    function refOf(uint32 number) internal pure returns (bytes32) {
        return bytes32(uint256(number));
    }
}
