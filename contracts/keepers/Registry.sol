// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ILedger} from "../interfaces/ILedger.sol";
import {IRegistry} from "../interfaces/IRegistry.sol";
import {States, Subjects} from "../types/Subjects.sol";

/// @title What every registry is: a name, a version, and the ledger that it writes through
abstract contract Registry is IRegistry {
    ILedger internal immutable _LEDGER;
    bytes32 private immutable _NAME;
    uint16 private immutable _VERSION;

    constructor(ILedger ledger, bytes32 name, uint16 version) {
        (_LEDGER, _NAME, _VERSION) = (ledger, name, version);
    }

    /// @inheritdoc IRegistry
    function identity() external view returns (bytes32 name, uint16 version) {
        return (_NAME, _VERSION);
    }

    /// @inheritdoc IRegistry
    function stateVersion(uint8 kind) external pure virtual returns (uint8) {
        if (kind == Subjects.RIGHT) return States.RIGHT;
        return kind == Subjects.INTEREST ? States.INTEREST : 0;
    }

    /// @notice The block's time in unix seconds, as events have it.
    function _now() internal view returns (uint40) {
        // 40 bits of seconds last for 34,000 years.
        return uint40(block.timestamp);
    }
}
