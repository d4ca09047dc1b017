// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ILedger} from "../interfaces/ILedger.sol";
import {Facts} from "../types/Facts.sol";
import {CivilDate} from "./CivilDate.sol";

/// @title The facts about restrictions: who ordered one, and until when it is in force
/// @notice What kind it is and on which units it lies, the line says. One order may have come to lie on several rights by division: the
/// fact is the same for all. RESTRICTION: institution 32 | until 32, least significant last. Twin: domain/state/facts.ts.
library Orders {
    /// @notice The institution that ordered the restriction, 0 if there is none, and its last civil day in force, 0 if it has none.
    function find(ILedger ledger, uint64 ref) internal view returns (uint32 institution, uint32 until) {
        bytes32 id = refOf(ref);
        uint256 content = Facts.unpacked(Facts.RESTRICTION, id, ledger.fact(Facts.RESTRICTION, id));
        // Each cast takes one field of the layout.
        return (uint32(content >> 32), uint32(content));
    }

    /// @notice Whether the restriction is in force now, on every right that it lies on: entered and not past its last day.
    function isInForce(ILedger ledger, uint64 ref) internal view returns (bool) {
        (uint32 institution, uint32 until) = find(ledger, ref);
        return institution != 0 && !isOver(until);
    }

    /// @notice Whether 23:59:59 (Asia/Shanghai) of the last day has passed; never if it has none.
    function isOver(uint32 until) internal view returns (bool) {
        return until != 0 && CivilDate.endOf(until) < block.timestamp;
    }

    /* LAYOUT */

    function packed(uint32 institution, uint32 until) internal pure returns (bytes32) {
        return Facts.packed((uint256(institution) << 32) | until);
    }

    function refOf(uint64 ref) internal pure returns (bytes32) {
        return bytes32(uint256(ref));
    }
}
